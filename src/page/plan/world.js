// The world's coasts and borders (Natural Earth by way of world-atlas), and a projection that fits a plan.

import { geoDistance, geoEqualEarth, geoInterpolate, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import atlas from "world-atlas/countries-110m.json";

export const LAND = feature(atlas, atlas.objects.countries);
export const BORDERS = mesh(atlas, atlas.objects.countries, (one, other) => one !== other);
const SPHERE = { type: "Sphere" };

/** A plan of one small region still shows where in the world it is. */
const CLOSEST = 3.2;

/** Points of a way that tell which meridians it crosses. */
const STEPS = 32;

/** The meridian opposite the widest stretch without a place. */
function middle(longitudes) {
  const sorted = [...longitudes].sort((a, b) => a - b);
  let [widest, after] = [-1, 0];
  sorted.forEach((from, index) => {
    const to = index + 1 < sorted.length ? sorted[index + 1] : sorted[0] + 360;
    if (to - from > widest) [widest, after] = [to - from, to];
  });
  return after + (360 - widest) / 2;
}

/** The central meridian that cuts the fewest persons' ways in two at the map's edge; of those, the one nearest the middle. */
function centre(ways, weights) {
  const wanted = middle(ways.flatMap((one) => one.coordinates.map(([lon]) => lon)));
  const courses = ways.map((one) => {
    const along = geoInterpolate(...one.coordinates);
    return Array.from({ length: STEPS + 1 }, (_, step) => along(step / STEPS)[0]);
  });
  const turn = (from, to) => ((((to - from) % 360) + 540) % 360) - 180;
  let best = { cut: Infinity };
  for (let candidate = -180; candidate < 180; candidate += 5) {
    const off = Math.abs(turn(wanted, candidate));
    let cut = 0;
    courses.forEach((course, index) => {
      const crosses = course.some((lon, step) => {
        if (!step) return false;
        const [before, now] = [turn(candidate + 180, course[step - 1]), turn(candidate + 180, lon)];
        return Math.sign(before) !== Math.sign(now) && Math.abs(before - now) < 180;
      });
      if (crosses) cut += weights[index];
    });
    if (cut < best.cut || (cut === best.cut && off < best.off)) best = { cut, off, candidate };
  }
  return best.candidate;
}

/** The great circle from one place to another. */
export const way = (from, to) => ({ type: "LineString", coordinates: [from, to] });

/** A projection of so many pixels that shows all of `ways`, which `weights` persons fly, or the whole world. */
export function project(ways, weights, width, height, whole) {
  const projection = geoEqualEarth();
  if (ways.length) projection.rotate([-centre(ways, weights), 0]);
  projection.fitExtent(
    [
      [4, 4],
      [width - 4, height - 4],
    ],
    SPHERE,
  );
  if (whole || !ways.length) return projection;
  const [most, edge] = [projection.scale() * CLOSEST, Math.min(48, width / 10)];
  projection.fitExtent(
    [
      [edge, edge],
      [width - edge, height - edge],
    ],
    { type: "MultiLineString", coordinates: ways.map((one) => one.coordinates) },
  );
  if (projection.scale() <= most) return projection;
  const [[left, top], [right, bottom]] = geoPath(projection).bounds({
    type: "MultiLineString",
    coordinates: ways.map((one) => one.coordinates),
  });
  const mid = projection.invert([(left + right) / 2, (top + bottom) / 2]);
  projection.scale(most);
  const [x, y] = projection(mid);
  const [dx, dy] = projection.translate();
  return projection.translate([dx + width / 2 - x, dy + height / 2 - y]);
}

/** Where an arrow on a way stands, and how it is turned; none on short ways. */
export function arrow(projection, from, to, least) {
  const along = geoInterpolate(from, to);
  const [a, b] = [projection(along(0.52)), projection(along(0.56))];
  const [start, end] = [projection(from), projection(to)];
  const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
  const step = Math.hypot(b[0] - a[0], b[1] - a[1]);
  // A way across the map's edge has no middle to draw on.
  if (length < least || step > length / 4 || geoDistance(from, to) === 0) return null;
  return { at: a, turn: (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI };
}
