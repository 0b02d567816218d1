// Makes the atlas that the maps are drawn from: every place by alpha-3 code, two degrees of detail.
//
// Source: Natural Earth 1:50m, public domain, in the packing of the npm package world-atlas; tiny islands that
// it lacks from 1:10m. Run by `make atlas`; see README.md beside this file for what is decided about disputed lands.

import { readFileSync, writeFileSync } from "node:fs";
import { geoBounds, geoEqualEarth, geoPath } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import { feature, merge, mesh } from "topojson-client";
import { topology } from "topojson-server";
import { filter, presimplify, simplify } from "topojson-simplify";

const [placesFile, target] = process.argv.slice(2);
const WIDTH = 960; // the units of every map; a country of 1 unit² is about 14 km across
const FINE = 0.06; // triangles smaller than this are left out, units²
const COARSE = 0.32;
const FINE_GRID = 10; // coordinates are whole numbers of 1/10 unit in the fine paths
const COARSE_GRID = 5;

const read = (name) => JSON.parse(readFileSync(name, "utf8"));
const natural = (scale) => read(`node_modules/world-atlas/countries-${scale}.json`);
const places = read(placesFile).filter((place) => place.kind !== "former");
const byNumber = new Map(places.map((place) => [place.m49, place.iso3]));
const path = geoPath();

// Natural Earth's areas without a number: part of whom, by the practice of the United Nations.
const UNNUMBERED = { Kosovo: "XKX", Somaliland: "SOM", "N. Cyprus": "CYP", "Siachen Glacier": "disputed" };

// Territories that Natural Earth draws as a part of a state and ISO 3166 lists apart: [part of, west, south, east, north].
const PARTS = {
  GUF: ["FRA", -55, 2, -51, 6.5],
  GLP: ["FRA", -62, 15.7, -60.9, 16.6],
  MTQ: ["FRA", -61.4, 14.3, -60.7, 15],
  MYT: ["FRA", 44.9, -13.1, 45.4, -12.5],
  REU: ["FRA", 55.1, -21.5, 55.9, -20.8],
  SJM: ["NOR", -10, 70.5, 35, 81.5],
  BVT: ["NOR", 3, -55, 4, -54],
  BES: ["NLD", -69, 11.9, -62.9, 17.8],
  CXR: ["Indian Ocean Ter.", 105, -11, 106, -10],
  CCK: ["Indian Ocean Ter.", 96, -13, 97.5, -11.5],
  // General Assembly resolution 68/262: the Autonomous Republic of Crimea and Sevastopol
  UKR: ["RUS", 32, 44, 36.75, 46.3],
};

// Places too small for both scales, and one that is two islands with codes of their own: longitude, latitude.
const DOTS = { GIB: [-5.35, 36.14], TKL: [-171.8, -9.2], XCX: [-2.35, 49.35], UMI: [166.6, 19.3], TUV: [179.2, -8.52],
  CXR: [105.63, -10.48], CCK: [96.83, -12.17], BVT: [3.38, -54.42], BES: [-68.27, 12.18] };

// Where arcs start and end when the middle of the land is far from most people: longitude, latitude.
const ANCHORS = { AUS: [147, -33], BRA: [-47, -15], CAN: [-85, 48], CHL: [-71, -34], CHN: [111, 33], DZA: [3, 34],
  EGY: [31, 28.5], FJI: [178, -17.8], IDN: [110, -7.3], KAZ: [70, 48], LBY: [15, 30.5], MYS: [102.2, 4], NOR: [10, 61],
  NZL: [175.4, -38.5], RUS: [44, 56], SWE: [16, 60], USA: [-95, 38], FRA: [2.5, 46.6], ESP: [-3.7, 40], PRT: [-8.2, 39.6],
  KIR: [173, 1.4], ECU: [-78.6, -1.5], DNK: [9.4, 56], VNM: [107.5, 15], SJM: [16, 78], ARG: [-63, -34] };

const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(WIDTH, { type: "Sphere" });
const height = Math.ceil(geoPath(projection).bounds({ type: "Sphere" })[1][1]);

const parts = (geometry) =>
  geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs;

/** Give every polygon of Natural Earth its alpha-3 code. */
function assigned(world) {
  const owners = new Map();
  for (const geometry of world.objects.countries.geometries) {
    const name = geometry.properties.name;
    const owner = byNumber.get(geometry.id) ?? UNNUMBERED[name] ?? name;
    for (const arcs of parts(geometry)) {
      const one = { type: "Polygon", arcs };
      const [[west, south], [east, north]] = geoBounds(feature(world, one));
      const moved = Object.entries(PARTS).find(([, [of, w, s, e, n]]) =>
        of === owner && west >= w && east <= e && south >= s && north <= n);
      const code = moved ? moved[0] : owner;
      owners.set(code, [...(owners.get(code) ?? []), one]);
    }
  }
  return owners;
}

const world = natural("50m");
const owners = assigned(world);
const kept = places.filter((place) => owners.has(place.iso3)).map((place) => place.iso3);
const collection = (source, from, codes) => ({
  type: "FeatureCollection",
  features: codes.map((code) => ({ type: "Feature", id: code, geometry: merge(source, from.get(code)) })),
});
const land = collection(world, owners, kept);

// Islands that only the larger scale has.
const detailed = natural("10m");
const detailedOwners = assigned(detailed);
const added = places.map((place) => place.iso3).filter((code) => !owners.has(code) && detailedOwners.has(code));
land.features.push(...collection(detailed, detailedOwners, added).features);

// Western Sahara is a non-self-governing territory whose limit with Morocco is the parallel of 27°40' north; Natural
// Earth ends it at the sand wall. What Morocco has south of the parallel goes to it.
const PARALLEL = 27 + 2 / 3;
const cut = (ring, inside) => {
  const kept = [];
  for (let i = 0; i + 1 < ring.length; i++) {
    const [a, b] = [ring[i], ring[i + 1]];
    if (inside(a)) kept.push(a);
    if (inside(a) !== inside(b)) kept.push([a[0] + ((b[0] - a[0]) * (PARALLEL - a[1])) / (b[1] - a[1]), PARALLEL]);
  }
  return kept.length ? [...kept, kept[0]] : kept;
};
const of = (code) => land.features.find((one) => one.id === code);
const rings = of("MAR").geometry.coordinates.map((polygon) => polygon[0]);
const half = (inside) => ({
  type: "MultiPolygon",
  coordinates: rings.map((ring) => cut(ring, inside)).filter((ring) => ring.length > 3).map((ring) => [ring]),
});
const [north, south] = [half((point) => point[1] >= PARALLEL), half((point) => point[1] < PARALLEL)];
const sahara = topology({ south, rest: of("ESH").geometry });
of("MAR").geometry = north;
of("ESH").geometry = merge(sahara, [sahara.objects.south, sahara.objects.rest]);
const ends = rings.flatMap((ring) => cut(ring, (point) => point[1] < PARALLEL)).filter((point) => point[1] === PARALLEL);
const parallel = { type: "LineString", coordinates: ends.slice(0, 2) };

// Lines that are not agreed between the parties: drawn dashed, so that no map settles them.
const named = (name) => world.objects.countries.geometries.find((one) => one.properties.name === name);
const unsettled = [["Somalia", "Somaliland"], ["Cyprus", "N. Cyprus"], ["Serbia", "Kosovo"], ["Israel", "Palestine"],
  ["Siachen Glacier", null]];
function line([first, second]) {
  const one = named(first);
  const other = second === null ? null : named(second);
  const lines = mesh(world, world.objects.countries, (a, b) =>
    a !== b && (other ? (a === one && b === other) || (a === other && b === one) : a === one || b === one));
  return lines.coordinates.length ? { type: "Feature", id: `${first}/${second}`, geometry: lines } : null;
}
const lines = unsettled.map(line).filter(Boolean);
lines.push({ type: "Feature", id: "MAR/ESH", geometry: parallel });

const flat = geoProject({ type: "FeatureCollection", features: [...land.features, ...lines] }, projection);
const ids = [...land.features, ...lines].map((one) => one.id);
const whole = presimplify(topology({ land: flat }));

/** A path of whole numbers relative to the last point: half the bytes of absolute ones. */
function written(rings, grid, closed) {
  let text = "";
  let [lastX, lastY] = [0, 0];
  for (const ring of rings) {
    const points = ring.map(([x, y]) => [Math.round(x * grid), Math.round(y * grid)]);
    const steps = points.slice(1).filter((point, i) => point[0] !== points[i][0] || point[1] !== points[i][1]);
    if (closed && steps.length < 3) continue;
    const deltas = [];
    let [x, y] = points[0];
    text += `m${x - lastX},${y - lastY}`;
    for (const [nextX, nextY] of steps) {
      deltas.push(`${nextX - x},${nextY - y}`);
      [x, y] = [nextX, nextY];
    }
    if (closed) deltas.pop(); // the ring closes itself
    text += `l${deltas.join(" ")}`.replaceAll(",-", "-").replaceAll(" -", "-") + (closed ? "z" : "");
    [lastX, lastY] = closed ? points[0] : [x, y];
  }
  return text;
}

const polygons = (geometry) => !geometry ? [] : geometry.type === "Polygon" ? [geometry.coordinates]
  : geometry.type === "MultiPolygon" ? geometry.coordinates : [];
const size = (polygon) => path.area({ type: "Polygon", coordinates: polygon });

/** The paths of one degree of detail, by code; islands under `least` units² are left out, save the largest. */
function drawn(least, weight, grid) {
  const topo = filter(simplify(whole, weight), () => true);
  const found = {};
  feature(topo, topo.objects.land).features.forEach((one, i) => {
    const code = ids[i];
    if (one.geometry?.type.endsWith("LineString")) {
      const rings = one.geometry.type === "LineString" ? [one.geometry.coordinates] : one.geometry.coordinates;
      found[code] = written(rings, grid, false);
      return;
    }
    const ordered = polygons(one.geometry).map((p) => [size(p), p]).sort((a, b) => b[0] - a[0]);
    // an archipelago keeps its small islands, they are the country; the Arctic's would be half of the file
    const whole = ordered.reduce((sum, [area]) => sum + area, 0);
    const smallest = whole > 4000 ? 4 * least : Math.min(least, whole / 100);
    const shown = ordered.filter(([area], j) => j === 0 || area > smallest).flatMap(([, p]) => p);
    found[code] = written(shown, grid, true);
  });
  return found;
}

/** The point of a polygon that is farthest from its edges, on a grid: a label stands well there. */
function heart(polygon) {
  const [[x0, y0], [x1, y1]] = path.bounds({ type: "Polygon", coordinates: polygon });
  const inside = ([x, y]) => polygon.reduce((odd, ring) => {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i], [bx, by] = ring[j];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
    }
    return odd;
  }, false);
  const margin = ([x, y]) => Math.min(...polygon.flat().map(([a, b]) => Math.hypot(a - x, b - y)));
  let best = [path.centroid({ type: "Polygon", coordinates: polygon }), -1];
  const N = 24;
  for (let i = 1; i < N; i++) for (let j = 1; j < N; j++) {
    const point = [x0 + ((x1 - x0) * i) / N, y0 + ((y1 - y0) * j) / N];
    if (inside(point) && margin(point) > best[1]) best = [point, margin(point)];
  }
  return best[0];
}

const round = (value) => Math.round(value * 10) / 10;
const fine = drawn(0.3, FINE, FINE_GRID);
const coarse = drawn(0.6, COARSE, COARSE_GRID);
const out = {};
flat.features.forEach((one, i) => {
  const code = ids[i];
  if (code.includes("/")) return;
  const largest = polygons(one.geometry).sort((a, b) => size(b) - size(a))[0];
  const at = ANCHORS[code] ? projection(ANCHORS[code]) : DOTS[code] ? projection(DOTS[code]) : heart(largest);
  const area = path.area(one.geometry);
  const [[x0, y0], [x1, y1]] = path.bounds({ type: "Polygon", coordinates: largest });
  out[code] = { at: at.map(round), area: Math.round(area * 100) / 100, box: [x0, y0, x1, y1].map(round) };
  if (area > 1) out[code].coarse = coarse[code];
  if (code !== "ATA") out[code].fine = fine[code];
});
for (const [code, lonLat] of Object.entries(DOTS)) {
  if (out[code]) continue;
  const [x, y] = projection(lonLat).map(round);
  out[code] = { at: [x, y], area: 0, box: [x, y, x, y] };
}

const [tx, ty] = projection.translate();
writeFileSync(target, JSON.stringify({
  source: "Natural Earth 1:50m and 1:10m, version 4.1, public domain",
  width: WIDTH,
  height,
  projection: { name: "Equal Earth", scale: projection.scale(), translate: [tx, ty], west: -projection.rotate()[0] },
  grids: { fine: FINE_GRID, coarse: COARSE_GRID },
  unsettled: lines.map((one) => ({ fine: fine[one.id], coarse: coarse[one.id] })),
  places: Object.fromEntries(Object.entries(out).sort(([a], [b]) => (a < b ? -1 : 1))),
}).replaceAll('},"', '},\n"') + "\n");
const lacking = places.filter((place) => !out[place.iso3]).map((place) => place.iso3);
console.error(`${Object.keys(out).length} places; none for: ${lacking.join(", ") || "nobody"}`);
