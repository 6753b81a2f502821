// The world's coasts and borders (Natural Earth by way of world-atlas), and a projection that fits a plan.

import { geoDistance, geoEqualEarth, geoInterpolate, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import atlas from "world-atlas/countries-110m.json";

export const LAND = feature(atlas, atlas.objects.countries);
export const BORDERS = mesh(atlas, atlas.objects.countries, (one, other) => one !== other);
const SPHERE = { type: "Sphere" };

/** A plan of one small region still shows where in the world it is. */
const CLOSEST = 3.2;

/** The meridian opposite the widest stretch without a place, so that no way is cut in two without need. */
function middle(longitudes) {
  const sorted = [...longitudes].sort((a, b) => a - b);
  let [widest, after] = [-1, 0];
  sorted.forEach((from, index) => {
    const to = index + 1 < sorted.length ? sorted[index + 1] : sorted[0] + 360;
    if (to - from > widest) [widest, after] = [to - from, to];
  });
  return after + (360 - widest) / 2;
}

/** The great circle from one place to another. */
export const way = (from, to) => ({ type: "LineString", coordinates: [from, to] });

/** A projection of so many pixels that shows all of `ways`, or the whole world. */
export function project(places, ways, width, height, whole) {
  const projection = geoEqualEarth();
  if (places.length) projection.rotate([-middle(places.map(([lon]) => lon)), 0]);
  projection.fitExtent([[4, 4], [width - 4, height - 4]], SPHERE);
  if (whole || !ways.length) return projection;
  const [most, edge] = [projection.scale() * CLOSEST, Math.min(48, width / 10)];
  projection.fitExtent([[edge, edge], [width - edge, height - edge]], { type: "MultiLineString", coordinates: ways.map((one) => one.coordinates) });
  if (projection.scale() <= most) return projection;
  const [[left, top], [right, bottom]] = geoPath(projection).bounds({ type: "MultiLineString", coordinates: ways.map((one) => one.coordinates) });
  const centre = projection.invert([(left + right) / 2, (top + bottom) / 2]);
  projection.scale(most);
  const [x, y] = projection(centre);
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
