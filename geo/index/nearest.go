package index

// Disc is a circle around X, Y on a plane where one unit of the tree's is KX
// wide and KY high. A box all of which is nearer than In is inside, one of
// which nothing is as near as Out is outside: squares of distances on the plane.
type Disc struct {
	X, Y, KX, KY float64
	In, Out      float64
}

// span gives the squares of the least and the greatest distance to a box: NaN
// where it is none.
func (d *Disc) span(b *box) (near, far float64) {
	west, east := (float64(b.minX)-d.X)*d.KX, (float64(b.maxX)-d.X)*d.KX
	south, north := (float64(b.minY)-d.Y)*d.KY, (float64(b.maxY)-d.Y)*d.KY
	nearX, nearY := max(0, west, -east), max(0, south, -north)
	farX, farY := max(east, -west), max(north, -south)
	return nearX*nearX + nearY*nearY, farX*farX + farY*farY
}

func (d *Disc) side(b *box) side {
	switch near, far := d.span(b); {
	case !(near <= d.Out):
		return outside
	case far < d.In:
		return inside
	}
	return across
}

// branch is a node whose children are to be looked at, and how near they may be.
type branch struct {
	near         float64
	level, group int32
}

// Nearest visits leaf positions in about the order of their distance from the
// disc's centre: those of a branch one after another, and first the branch that
// may hold the nearest. What lies outside is left out, and what is all nearer
// than from. visit is given the squares of the least and the greatest distance
// to the leaf's box; what it returns takes the place of Out, so that it ends
// the walk when it has enough.
func (t *Tree) Nearest(d Disc, from float64, visit func(pos int, near, far float64) (out float64)) {
	if len(t.order) == 0 {
		return
	}
	var room [128]branch
	queue := append(room[:0], branch{level: int32(len(t.levels) - 2)})
	for len(queue) > 0 && queue[0].near <= d.Out {
		next := queue[0]
		queue = popBranch(queue)
		level := int(next.level)
		start := t.levels[level]
		lo := start + int(next.group)*fan
		hi := min(lo+fan, t.levels[level+1])
		for i := lo; i < hi; i++ {
			switch near, far := d.span(&t.boxes[i]); {
			case !(near <= d.Out) || far < from:
			case level == 0:
				d.Out = visit(i, near, far)
			default:
				queue = pushBranch(queue, branch{near, next.level - 1, int32(i - start)})
			}
		}
	}
}

// The queue is a binary heap, the nearest in front. container/heap would box
// each branch.
func pushBranch(q []branch, b branch) []branch {
	q = append(q, b)
	i := len(q) - 1
	for i > 0 {
		up := (i - 1) / 2
		if q[up].near <= b.near {
			break
		}
		q[i], i = q[up], up
	}
	q[i] = b
	return q
}

func popBranch(q []branch) []branch {
	n := len(q) - 1
	last := q[n]
	q = q[:n]
	i := 0
	for 2*i+1 < n {
		down := 2*i + 1
		if down+1 < n && q[down+1].near < q[down].near {
			down++
		}
		if last.near <= q[down].near {
			break
		}
		q[i], i = q[down], down
	}
	if n > 0 {
		q[i] = last
	}
	return q
}
