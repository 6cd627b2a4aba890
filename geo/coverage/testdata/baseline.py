"""The baselines of BenchmarkBaselinePython: people within 500 m of any site, over
a grid of n x n cells of a square in EPSG:4548, in the plane.

Arguments: n, west, south, side. Standard input: one site a line, x and y in
EPSG:4548. Prints for each way its name, the milliseconds (median of runs) and
the share covered. NumPy marks the cells of a window round each site; Shapely
(GEOS) tests the cells against the union of buffers, the union already made;
the last is that union itself, quad_segs=128.
"""
import sys
import time

import numpy as np

n, west, south, side = int(sys.argv[1]), *map(float, sys.argv[2:5])
sites = np.loadtxt(sys.stdin, ndmin=2)
step = side / n
people = 40 * np.random.default_rng(5).random((n, n))
total = people.sum()
middle = step * (np.arange(n) + 0.5)
R = 500.0


def timed(name, run, runs):
    times = []
    for _ in range(runs):
        start = time.process_time()
        got = run()
        times.append(1000 * (time.process_time() - start))
    print(name, sorted(times)[len(times) // 2], got, flush=True)


def windows():
    mask = np.zeros((n, n), dtype=bool)
    for x, y in sites:
        x, y = x - west, y - south
        i0, i1 = max(0, int((x - R) / step)), min(n, int((x + R) / step) + 1)
        j0, j1 = max(0, int((y - R) / step)), min(n, int((y + R) / step) + 1)
        dx, dy = middle[i0:i1] - x, middle[j0:j1] - y
        mask[i0:i1, j0:j1] |= dx[:, None] ** 2 + dy[None, :] ** 2 <= R * R
    return people[mask].sum() / total


timed("numpy", windows, 5)
try:
    import shapely.vectorized
    from shapely.geometry import Point, box
    from shapely.ops import unary_union
    from shapely.prepared import prep
except ImportError:
    sys.exit()
buffers = [Point(x, y).buffer(R, 128) for x, y in sites]
if n < 1000:
    ground = box(west, south, west + side, south + side)
    timed("geos-union-area", lambda: unary_union(buffers).intersection(ground).area / side**2, 3)
    union = prep(unary_union(buffers))
    x, y = np.meshgrid(west + middle, south + middle, indexing="ij")
    timed("shapely-union-made", lambda: people[shapely.vectorized.contains(union, x, y)].sum() / total, 3)
