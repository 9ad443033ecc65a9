import { expect, test } from 'vitest';
import { districtOf, districts, fitted, inside, radiusOf, spotIn, widthOf } from './map.ts';

test('every border of the map is horizontal, vertical or diagonal', () => {
  const crooked: string[] = [];
  for (const { id, polygon } of districts)
    polygon.forEach(([x, y], index) => {
      const [nx, ny] = polygon[(index + 1) % polygon.length]!;
      const [dx, dy] = [Math.abs(nx - x), Math.abs(ny - y)];
      // Drawn by hand: four units off the diagonal are not seen.
      if (dx !== 0 && dy !== 0 && Math.abs(dx - dy) > 4) crooked.push(`${id} ${x},${y} → ${nx},${ny}`);
    });
  expect(crooked).toEqual([]);
});

test('no two districts lie over one another', () => {
  for (const one of districts)
    for (const other of districts) if (one !== other) expect(inside(one.centre, other.polygon), `${one.zh} in ${other.zh}`).toBe(false);
});

test('a machine stands in its district, always at the same spot', () => {
  for (const district of districts) {
    expect(inside(district.centre, district.polygon), district.zh).toBe(true);
    for (const name of ['HK-0217', 'WC-0064', '甲 1']) {
      expect(inside(spotIn(district, name), district.polygon)).toBe(true);
      expect(spotIn(district, name)).toEqual(spotIn(district, name));
    }
  }
});

test('a district is known by any of its names, or by where it lies', () => {
  expect(districtOf('江汉区')?.id).toBe('jianghan');
  expect(districtOf('武汉市东湖新技术开发区')?.id).toBe('donghu');
  expect(districtOf('武汉经济技术开发区（汉南区）')?.id).toBe('jingkai');
  expect(districtOf('武汉经开区')?.id).toBe('jingkai');
  expect(districtOf('Jianghan District')?.id).toBe('jianghan');
  expect(districtOf('东西湖区')?.id).toBe('dongxihu');
  expect(districtOf('', 30.55, 114.32)?.id).toBe('wuchang');
  expect(districtOf('火星')).toBeUndefined();
});

test('four times the people, twice the radius', () => {
  expect(radiusOf(40_000) / radiusOf(10_000)).toBeCloseTo(2);
});

test('a name that is wider than the map is cut with an ellipsis', () => {
  expect(fitted('汉口片区停电', 6)).toBe('汉口片区停电');
  expect(fitted('灾害性天气 武昌区 洪山区 台风', 8)).toBe('灾害性天气 武…');
  expect(widthOf(fitted('severe weather over Wuchang and Hongshan', 12))).toBeLessThanOrEqual(12);
});
