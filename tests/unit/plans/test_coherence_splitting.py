"""Texts cut into passages: pages, paragraphs, hyphens, running titles, long paragraphs, letters written as one."""

from passerelle.plans.coherence.splitting import LONGEST, pieces_of


def texts(text: str) -> list[str]:
    return [piece.text for piece in pieces_of(text)]


def test_paragraphs_are_put_together_from_their_lines() -> None:
    assert texts("The first line\ngoes on.\n\nThe second.") == ["The first line goes on.", "The second."]


def test_a_word_parted_at_the_end_of_a_line_is_put_together_and_a_compound_is_not() -> None:
    assert texts("The mi-\ngration of the\nSouth-\nSouth kind.") == ["The migration of the South- South kind."]
    assert texts("soft\u00adhyphen and\u00a0blank.") == ["softhyphen and blank."]


def test_pages_are_counted_where_there_are_any() -> None:
    pieces = list(pieces_of("First page.\fSecond page.\f\fFourth."))
    assert [(piece.text, piece.page) for piece in pieces] == [("First page.", 1), ("Second page.", 2), ("Fourth.", 4)]
    assert [piece.page for piece in pieces_of("No pages.")] == [None]


def test_a_section_goes_on_over_the_page() -> None:
    pieces = list(pieces_of("1. Context\n\nOne.\fTwo.\n\n2. Goals\n\nThree."))
    assert [(p.text, p.path) for p in pieces if not p.is_heading] == [
        ("One.", ("1. Context",)), ("Two.", ("1. Context",)), ("Three.", ("2. Goals",)),
    ]  # fmt: skip
    assert [p.text for p in pieces if p.is_heading] == ["1. Context", "2. Goals"]


def test_running_titles_and_page_numbers_are_left_out() -> None:
    told = ["Roads are built.", "Schools open.", "Wells are dug."]
    pages = "\f".join(f"Migration strategy 2026\n\n{text}\n\n– {n} –\nPage {n}" for n, text in enumerate(told, 1))
    assert texts(pages) == told


def test_what_stands_on_few_pages_is_kept() -> None:
    assert texts("Same line.\n\nA.\fSame line.\n\nB.").count("Same line.") == 2


def test_a_table_of_contents_is_left_out() -> None:
    assert texts("1. Migration ........ 3\n2. Budget ........ 9\n\nText.") == ["Text."]


def test_entries_of_a_list_are_passages_of_their_own() -> None:
    assert texts("We will:\n• lower prices;\n• protect\nworkers;\n(a) pay;\n- train.") == [
        "We will:", "• lower prices;", "• protect workers;", "(a) pay;", "- train.",
    ]  # fmt: skip


def test_numbers_that_begin_anew_number_a_list() -> None:
    pieces = list(pieces_of("3. Objectives\n\n1. Improve the governance of migration\n2. Lower the price of transfers"))
    assert [piece.is_heading for piece in pieces] == [True, False, False]
    assert {piece.path for piece in pieces} == {("3. Objectives",)}


def test_a_long_paragraph_is_cut_at_the_end_of_a_sentence() -> None:
    sentence = "This sentence is of the usual length, neither short nor long."
    parts = texts(" ".join([sentence] * 50))
    assert len(parts) > 1 and all(len(part) <= LONGEST and part.endswith(".") for part in parts)
    assert " ".join(parts) == " ".join([sentence] * 50)


def test_a_sentence_without_end_is_cut_between_words_and_a_word_never() -> None:
    parts = texts("word " * 1000)
    assert len(parts) == 5 and all(len(part) <= LONGEST for part in parts)
    assert " ".join(parts) == ("word " * 1000).strip()
    assert texts("a" * 5000) == ["a" * 5000]


def test_letters_that_are_written_as_one_are_taken_apart() -> None:
    assert texts("the oﬃce and ﬁnance") == ["the office and finance"]
    assert texts("ﻣﻬﺎﺟﺮ") == ["مهاجر"]


def test_without_headings_every_line_is_text() -> None:
    pieces = list(pieces_of("1. Train nurses\n\nOBJECTIVES", with_headings=False))
    assert [(piece.text, piece.path, piece.is_heading) for piece in pieces] == [
        ("1. Train nurses", (), False), ("OBJECTIVES", (), False),
    ]  # fmt: skip


def test_lines_of_other_systems_end_alike() -> None:
    assert texts("One.\r\n\r\nTwo.\r\rThree.") == ["One.", "Two.", "Three."]
