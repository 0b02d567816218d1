"""Draw the pictures of docs/explanation/flows from the library's own numbers: `python tools/figures.py [NAME …]`.

Each picture brings its paper along, so that it reads the same on a light page and a dark one. `DRAWN` is what is drawn;
a test draws again those that need no evidence, and looks that every picture of a page is there and speaks.
"""

import sys
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import numpy as np

from passerelle.demography.fitting import fitted
from passerelle.demography.flows.accounts import accounted
from passerelle.demography.flows.balancing import balanced
from passerelle.demography.flows.calibration import calibrated
from passerelle.demography.flows.estimate import WEIGHT, estimated
from passerelle.demography.flows.stocks import Stocks, read_stocks
from passerelle.demography.flows.uncertainty import drawn
from passerelle.demography.flows.world import World, estimate_world, gathered
from passerelle.demography.flows.world_table import PUBLISHED_AS, by_sex, published_totals
from passerelle.evidence.store import open_store
from passerelle.output.charts.drawing import FONT, PALETTES

PICTURES = Path(__file__).parents[1] / "docs/pictures/flows"
INK = {name[1:]: colour for name, colour in PALETTES["light"].items()}
WIDTH = 720
LEFT = 24
NAMES = "ABCD"
PERIOD = "2015-2020"
Table = np.ndarray


def example() -> Stocks:
    """The worked example of Abel (2013) with births and deaths, as it stands on the pages."""
    return read_stocks(
        NAMES,
        [[1000, 100, 10, 0], [55, 555, 50, 5], [80, 40, 800, 40], [20, 25, 20, 200]],
        [[1060, 60, 10, 10], [45, 540, 40, 0], [70, 75, 770, 70], [30, 30, 20, 230]],
        [80, 20, 40, 60], [70, 30, 50, 10],
    )  # fmt: skip


class Sheet:
    """A picture that grows: a finding as its title, the measure beneath, marks, a source at the foot."""

    def __init__(self, title: str, measure: str, height: int, told: str) -> None:
        self.height, self.title, self.told = height, title, told
        self.marks: list[str] = []
        self.text(LEFT, 32, title, size=17, weight=600)
        self.text(LEFT, 54, measure, colour="soft")

    def text(self, x: float, y: float, words: str, *, size: int = 13, colour: str = "ink", anchor: str = "start",
             weight: int = 400) -> None:  # fmt: skip
        self.marks.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{INK[colour]}" '
            f'text-anchor="{anchor}">{escape(words)}</text>'
        )

    def line(self, x: float, y: float, to_x: float, to_y: float, colour: str = "line", width: float = 1,
             dash: str = "") -> None:  # fmt: skip
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.marks.append(f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="{INK[colour]}" '
                          f'stroke-width="{width}" fill="none"{dashed}/>')  # fmt: skip

    def curve(self, points: Sequence[tuple[float, float]], colour: str, width: float = 2) -> None:
        way = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self.marks.append(f'<path d="M{way}" stroke="{INK[colour]}" stroke-width="{width}" fill="none"/>')

    def box(self, x: float, y: float, width: float, height: float, colour: str, opacity: float = 1) -> None:
        self.marks.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
                          f'fill="{INK[colour]}" fill-opacity="{opacity:.2f}"/>')  # fmt: skip

    def dot(self, x: float, y: float, colour: str, *, radius: float = 5, hollow: bool = True) -> None:
        inside = INK["paper"] if hollow else INK[colour]
        self.marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{inside}" stroke="{INK[colour]}" '
                          'stroke-width="2"/>')  # fmt: skip

    def matrix(self, x: float, y: float, heading: str, cells: Table, *, rows: str, shown: Callable[[float], str],
               colour: Callable[[int, int, float], str], side: int = 44) -> None:  # fmt: skip
        """A table of numbers whose tint grows with their size; row and column names at its edges."""
        largest = float(np.abs(cells).max()) or 1.0
        self.text(x, y - 28, heading, weight=600)
        self.text(x, y - 10, rows, size=11, colour="soft")
        for j, name in enumerate(NAMES):
            self.text(x + 22 + (j + 0.5) * side, y + 8, name, anchor="middle", colour="soft")
        for i, name in enumerate(NAMES):
            top = y + 14 + i * side
            self.text(x + 14, top + side / 2 + 4, name, anchor="end", colour="soft")
            for j in range(len(NAMES)):
                left, value = x + 22 + j * side, float(cells[i, j])
                self.box(left, top, side - 2, side - 2, "line", 0.35)
                if value:
                    tint = 0.12 + 0.5 * min(abs(value) / largest, 1)
                    self.box(left, top, side - 2, side - 2, colour(i, j, value), tint)
                self.text(left + side / 2 - 1, top + side / 2 + 4, shown(value), anchor="middle")

    def drawn(self, source: str) -> str:
        self.text(LEFT, self.height - 14, source, size=11, colour="soft")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" width="{WIDTH}" '
            f'height="{self.height}" role="img" font-family="{FONT}">\n<title>{escape(self.title)}</title>\n'
            f"<desc>{escape(self.told)}</desc>\n"
            f'<rect width="{WIDTH}" height="{self.height}" rx="6" fill="{INK["paper"]}"/>\n'
            + "\n".join(self.marks) + "\n</svg>\n"
        )  # fmt: skip


EXAMPLE = "The worked example of Abel (2013), computed by Passerelle."


def whole(value: float) -> str:
    return f"{value:,.0f}".replace("-", "−")


def world() -> World:
    return gathered(open_store(), [PERIOD])


def methods() -> str:
    inputs = world()
    found = {method: float(by_sex(one, 0, "_T").sum()) / 1e6 for method, one in estimate_world(inputs).items()}
    theirs = published_totals(open_store(), PERIOD)
    sheet = Sheet(
        f"The same two tables of stocks: {min(found.values()):.0f} to {max(found.values()):.0f} million moves, by method",
        "People who moved between 200 places, 2015–2020, millions. Logarithmic scale. All are estimates.", 420,
        "Eight methods, from the fewest moves to the most: " + ", ".join(f"{m} {v:.0f}" for m, v in sorted(
            found.items(), key=lambda one: one[1])) + " million.",
    )  # fmt: skip

    def across(millions: float) -> float:
        return 170 + float(np.log(millions / 25) / np.log(600 / 25)) * 460

    for tick in (25, 50, 100, 200, 400):
        sheet.line(across(tick), 90, across(tick), 372)
        sheet.text(across(tick), 388, str(tick), anchor="middle", colour="soft", size=12)
    for row, (method, total) in enumerate(sorted(found.items(), key=lambda one: one[1])):
        y = 104 + row * 35
        sheet.text(158, y + 4, method, anchor="end")
        published = theirs.get(PUBLISHED_AS.get(method, ""))
        if published:
            sheet.line(across(published / 1e6), y - 9, across(published / 1e6), y + 9, "soft", 2.5)
        sheet.dot(across(total), y, "accent")
        sheet.text(across(total) + 14, y + 4, f"{total:.0f}", weight=600)
    sheet.text(LEFT, 74, "○ ours    | Abel and Cohen", colour="soft", size=12)
    return sheet.drawn(
        "Sources: UN DESA, stocks 2020; WPP 2024 and 2019; Abel and Cohen (2019 and update), read from the evidence."
    )


def differences() -> str:
    stocks = example()
    change = (stocks.end - stocks.start) * (1 - np.eye(4))
    sheet = Sheet("Of a stock that falls, one method sees nothing, the other a way back",
                  "Persons. Rows: birthplaces, then origins. Columns: residences, then destinations.",
                  352, "Three tables of four places: the changes of foreign-born stocks, some below zero; flows with those dropped; "
                  "flows with those reversed.")  # fmt: skip
    sheet.matrix(LEFT, 112, "Change of the stock", change, rows="end less start", shown=lambda v: whole(v) if v else "·",
                 colour=lambda i, j, v: "origin" if v < 0 else "destination")  # fmt: skip
    dropped = estimated(stocks, "drop-negative").flows
    for at, (method, heading) in enumerate((("drop-negative", "Dropped"), ("reverse-negative", "Reversed"))):
        flows = estimated(stocks, method).flows  # type: ignore[arg-type]
        sheet.matrix(LEFT + 234 * (at + 1), 112, heading, flows, rows=f"moves, {flows.sum():.0f} in all",
                     shown=lambda v: whole(v) if v else "·",
                     colour=lambda i, j, v: "destination" if dropped[i, j] else "origin")  # fmt: skip
    sheet.text(
        LEFT,
        318,
        "Terracotta: stocks that fall, and moves made of them alone. Indigo: stocks that grow, and moves made of them.",
        size=12,
        colour="soft",
    )
    return sheet.drawn(EXAMPLE)


def rate() -> str:
    inputs = world()
    found = estimate_world(inputs)
    stock = inputs.stocks.start[0].sum(0)
    np.fill_diagonal(stock, 0)
    rated, mixed = (by_sex(found[method], 0, "_T") for method in ("rate", "pseudo-bayes"))
    largest = np.argsort(-stock, axis=None)[:250]
    sheet = Sheet("A rate gives every corridor the same share of its stock; others do not",
                  "The 250 largest stocks of 2015 and the moves of 2015–2020. Persons, logarithmic scales. Estimates.", 470,
                  "Each corridor's stock against its flow: by a rate all lie on one line; by the mixture they scatter around it by "
                  "a factor of ten and more.")  # fmt: skip

    def spot(people: float, moved: float) -> tuple[float, float]:
        return 90 + np.log10(people / 1.5e5) / 2 * 560, 400 - np.log10(max(moved, 1e4) / 1e4) / 3 * 310

    for power, name in ((4, "10,000"), (5, "100,000"), (6, "1 million"), (7, "10 million")):
        y = spot(2e5, 10.0**power)[1]
        sheet.line(90, y, 660, y)
        sheet.text(82, y + 4, name, anchor="end", colour="soft", size=12)
    for people, name in ((2e5, "200,000"), (1e6, "1 million"), (1e7, "10 million")):
        sheet.text(spot(people, 1e4)[0], 420, name, anchor="middle", colour="soft", size=12)
    for at in largest:
        i, j = np.unravel_index(at, stock.shape)
        sheet.dot(*spot(stock[i, j], mixed[i, j]), "destination", radius=3)
    for at in largest:
        i, j = np.unravel_index(at, stock.shape)
        sheet.dot(*spot(stock[i, j], rated[i, j]), "accent", radius=2)
    sheet.text(500, 172, "by a rate", anchor="end", colour="accent", weight=600)
    sheet.text(250, 140, "by pseudo-bayes", anchor="end", colour="destination", weight=600)
    sheet.text(660, 440, "people from the origin in the destination, 2015", anchor="end", colour="soft", size=12)
    return sheet.drawn("Sources: UN DESA, stocks 2020; WPP 2024 and 2019; computed by Passerelle.")


def transitions() -> str:
    stocks = example()
    flows = estimated(stocks, "rogers").flows
    below = int((flows < -1e-9).sum())
    sheet = Sheet(f"Solving for transitions gives fewer than nobody in {below} of 12 corridors",
                  "Persons. Rows are origins, columns destinations.", 352,
                  f"A table of flows between four places of which {below} are below zero.")  # fmt: skip
    sheet.matrix(LEFT, 112, "Rogers and von Rabenau", flows, rows="moves; terracotta below zero", side=50,
                 shown=lambda v: whole(v) if v else "·", colour=lambda i, j, v: "origin" if v < 0 else "destination")  # fmt: skip
    closed = estimated(stocks, "closed").flows
    sheet.matrix(LEFT + 330, 112, "Fewest moves, closed accounts", closed, rows="moves of the same tables", side=50,
                 shown=lambda v: whole(v) if v else "·", colour=lambda i, j, v: "destination")  # fmt: skip
    return sheet.drawn(EXAMPLE)


def accounts() -> str:
    account = accounted(example(), "closed")
    k = int(np.maximum(account.start - account.end, 0).sum(1).argmax())
    born, start, end = NAMES[k], account.start[k], account.end[k]
    moved = np.maximum(start - end, 0).sum()
    sheet = Sheet(f"Whoever can stay does: of {start.sum():.0f} people born in {born}, {moved:.0f} must have moved",
                  f"Persons born in {born} by residence, births and deaths taken out, both accounts closed.", 330,
                  f"Bars by residence of those born in {born}: who stays, who leaves, who arrives.")  # fmt: skip
    labels: list[tuple[float, float]] = []
    for row, place in enumerate(NAMES):
        y, scale = 92 + row * 52, 0.5
        stay = min(start[row], end[row])
        more, fewer = max(end[row] - stay, 0), max(start[row] - stay, 0)
        sheet.text(LEFT, y + 20, f"in {place}", weight=600)
        sheet.box(90, y, stay * scale, 28, "transit", 0.45)
        labels.append((90 + (stay + more + fewer) * scale, y))
        if fewer > 0.5:
            sheet.box(90 + stay * scale, y, fewer * scale, 28, "origin", 0.85)
        if more > 0.5:
            sheet.box(90 + stay * scale, y, more * scale, 28, "destination", 0.85)
        change = f", {fewer:.0f} leave" if fewer > 0.5 else f", {more:.0f} arrive" if more > 0.5 else ""
        sheet.text(labels[-1][0] + 8, y + 19, f"{stay:.0f} stay{change}")
    return sheet.drawn(EXAMPLE)


def independence() -> str:
    stocks = example()
    few, many = (
        moves.sum() - np.trace(moves)
        for moves in (estimated(stocks, method).of_birthplace("B") for method in ("closed", "independence"))
    )
    sheet = Sheet(f"Independence forgets where people lived: {many:.0f} move where {few:.0f} need to",
                  "People born in B: origin (rows) by destination (columns); those who stay on the diagonal.", 376,
                  "Two tables of the same people: nearly all on the diagonal by the fewest moves, far fewer by independence.")  # fmt: skip
    for at, (method, heading) in enumerate((("closed", "Fewest moves"), ("independence", "Independence"))):
        moves = estimated(stocks, method).of_birthplace("B")  # type: ignore[arg-type]
        gone = moves.sum() - np.trace(moves)
        sheet.matrix(LEFT + 340 * at, 112, heading, moves, rows=f"{gone:.0f} move, {np.trace(moves):.0f} stay", side=54,
                     shown=lambda v: f"{v:.1f}" if 0.05 <= v < 10 else whole(v) if v >= 10 else "·",
                     colour=lambda i, j, v: "transit" if i == j else "destination")  # fmt: skip
    return sheet.drawn(EXAMPLE)


def made_up() -> tuple[Stocks, dict[tuple[str, str], float]]:
    """Twelve places whose moves are known, since they are made here; a share of the foreign-born moves on or back."""
    random, n = np.random.default_rng(11), 12
    names = tuple(f"P{i:02d}" for i in range(n))
    start = random.gamma(0.6, 900, (n, n))
    start[np.arange(n), np.arange(n)] = random.uniform(2e5, 9e5, n)
    leave = np.minimum(random.gamma(2.0, 0.12, (n, n)), 0.8) * np.where(np.eye(n) > 0, 0.05, 1)
    draw = random.gamma(0.4, 1.0, (n, n))
    np.fill_diagonal(draw, 0)
    moved = np.zeros((n, n, n))
    for k in range(n):
        ways = draw.copy()
        ways[:, k] += draw.mean() * 6  # home draws most
        np.fill_diagonal(ways, 0)
        moved[k] = (start[k] * leave[k])[:, None] * ways / ways.sum(1, keepdims=True)
    end = start - moved.sum(2) + moved.sum(1)
    flows = moved.sum(0)
    return read_stocks(names, start, end), {
        (names[i], names[j]): float(flows[i, j]) for i in range(n) for j in range(n) if i != j
    }


def weight() -> str:
    stocks, truth = made_up()
    least, most = (estimated(stocks, method).flows for method in ("closed", "independence"))
    found = calibrated(stocks.places, least, most, truth)
    sheet = Sheet(f"Where moves are known, the mixture is nearest at a weight of {found.weight:.2f}",
                  "A made-up world. Root mean square of log ratios, by the weight of the fewest moves.", 380,
                  f"A curve that falls to {found.error:.2f} at {found.weight:.2f} and rises to both ends; "
                  f"{WEIGHT}, of Azose and Raftery, is marked.")  # fmt: skip
    top = max(error for _, error in found.curve) * 1.05

    def spot(w: float, error: float) -> tuple[float, float]:
        return 80 + w * 580, 316 - error / top * 230

    for tick in np.arange(0, top, 0.5 if top > 1 else 0.1):
        sheet.line(80, spot(0, tick)[1], 660, spot(0, tick)[1])
        sheet.text(72, spot(0, tick)[1] + 4, f"{tick:.1f}", anchor="end", colour="soft", size=12)
    for tick in (0, 0.25, 0.5, 0.75, 1):
        sheet.text(spot(tick, 0)[0], 336, f"{tick:g}", anchor="middle", colour="soft", size=12)
    sheet.box(spot(found.low, 0)[0], 86, max(spot(found.high, 0)[0] - spot(found.low, 0)[0], 1), 230, "accent", 0.15)
    sheet.curve([spot(w, error) for w, error in found.curve], "accent")
    sheet.dot(*spot(found.weight, found.error), "accent")
    sheet.text(
        spot(WEIGHT, 0)[0] - 8,
        300,
        "shaded: with each destination left out in turn",
        anchor="end",
        colour="accent",
        size=12,
    )
    sheet.line(spot(WEIGHT, 0)[0], 86, spot(WEIGHT, 0)[0], 316, "soft", 1.5, "4 3")
    sheet.text(spot(WEIGHT, 0)[0] - 8, 104, f"{WEIGHT}, from European counts", anchor="end", colour="soft", size=12)
    sheet.text(660, 352, "weight of the fewest moves", anchor="end", colour="soft", size=12)
    return sheet.drawn(
        "Twelve places and their moves made by tools/figures.py with a fixed seed; computed by Passerelle."
    )


def fitting() -> str:
    stocks = world().stocks
    one = Stocks(
        stocks.places, *(table[0].sum(0) for table in (stocks.start, stocks.end, stocks.births, stocks.deaths))
    )
    account = accounted(one, "closed", isolated="leave")
    rows, columns = account.start.sum(1), account.start.sum(0)
    table = one.start * (rows > 0) * (rows > 0)[:, None]
    newton = balanced(table, rows, columns).steps
    points = []
    for steps in (1, 2, 3, 5, 8, 13, 20, 32, 50, 80, 130, 200, 320, 500, 800):
        table = np.maximum(table, 0)
        fit = fitted(table, {(0,): rows, (1,): columns}, tolerance=1e-13, most_steps=steps)
        points.append((steps, max(fit.error, 1e-13)))
    sheet = Sheet(f"Where most people stay, plain fitting crawls; Newton needs {newton} steps",
                  "Largest error of a margin, relative, by the steps of proportional fitting. Logarithmic scales.", 380,
                  f"The error of plain fitting after 1 to 800 steps is still {points[-1][1]:.0e}; Newton's method ends after {newton}.")  # fmt: skip

    def across(steps: float) -> float:
        return 90 + float(np.log10(steps)) / 3 * 570

    def height(error: float) -> float:
        return 86 - float(np.log10(error)) / 12 * 230

    for power in (0, -3, -6, -9, -12):
        sheet.line(90, height(10.0**power), 660, height(10.0**power))
        sheet.text(
            82, height(10.0**power) + 4, f"10{_raised(power)}" if power else "1", anchor="end", colour="soft", size=12
        )
    for steps in (1, 10, 100, 1000):
        sheet.text(across(steps), 336, f"{steps:,}", anchor="middle", colour="soft", size=12)
    sheet.curve([(across(steps), height(error)) for steps, error in points], "origin")
    sheet.text(across(60), height(points[8][1]) - 12, "plain proportional fitting", colour="origin", weight=600)
    x = across(newton)
    sheet.dot(x, height(1e-11), "accent")
    sheet.text(x + 12, height(1e-11) + 4, f"Newton, {newton} steps", colour="accent", weight=600)
    sheet.text(660, 352, "steps", anchor="end", colour="soft", size=12)
    return sheet.drawn(
        "The world's stocks of 2015, closed with those of 2020. Sources: UN DESA, WPP; computed by Passerelle."
    )


def _raised(power: int) -> str:
    return "".join("⁻" if sign == "-" else "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(sign)] for sign in str(power))


def intervals() -> str:
    stocks = example()
    found = estimated(stocks, "pseudo-bayes").flows
    sheet = Sheet("The weaker the source of the stocks, the less is known of the flows",
                  "Moves by pseudo-bayes, persons: estimate, and 80 % of 400 draws of perturbed inputs.", 420,
                  "Of the eight largest corridors two intervals each: short where the stocks are counted, long where they are imputed.")  # fmt: skip
    draws = [drawn(stocks, "pseudo-bayes", 400, quality=[quality] * 4, random_seed=5) for quality in (0, 3)]
    order = [tuple(int(at) for at in np.unravel_index(flat, found.shape)) for flat in np.argsort(-found, axis=None)[:8]]
    largest = max(draw.high[at] for draw in draws for at in order)

    def across(persons: float) -> float:
        return 110 + persons / largest * 560

    for tick in range(0, int(largest) + 1, 50 if largest > 120 else 20):
        sheet.line(across(tick), 84, across(tick), 372)
        sheet.text(across(tick), 388, str(tick), anchor="middle", colour="soft", size=12)
    for row, at in enumerate(order):
        y = 102 + row * 35
        sheet.text(98, y + 5, f"{NAMES[at[0]]} → {NAMES[at[1]]}", anchor="end")
        for draw, colour, off in ((draws[0], "accent", -4), (draws[1], "migrants", 6)):
            sheet.line(across(draw.low[at]), y + off, across(draw.high[at]), y + off, colour, 3)
        sheet.dot(across(found[at]), y - 4, "ink", radius=4)
    sheet.text(670, 330, "counted by birthplace", anchor="end", colour="accent", weight=600)
    sheet.text(670, 350, "imputed", anchor="end", colour="migrants", weight=600)
    return sheet.drawn(EXAMPLE + " Errors by class are assumptions.")


# name of the file: what draws it, and whether it wants the evidence
DRAWN: dict[str, tuple[Callable[[], str], bool]] = {
    "methods": (methods, True), "stock-differencing": (differences, False), "migration-rate": (rate, True),
    "rogers-von-rabenau": (transitions, False), "demographic-accounting": (accounts, False),
    "independence": (independence, False), "pseudo-bayes": (weight, False), "fitting": (fitting, True),
    "uncertainty": (intervals, False),
}  # fmt: skip


def main(names: Sequence[str]) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in names or list(DRAWN):
        (PICTURES / f"{name}.svg").write_text(DRAWN[name][0](), "utf-8")
        print(f"docs/pictures/flows/{name}.svg")


if __name__ == "__main__":
    main(sys.argv[1:])
