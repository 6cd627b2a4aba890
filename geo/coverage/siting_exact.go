package coverage

import (
	"cmp"
	"slices"
)

// proof is a branch and bound over choices of candidates in the order of their
// worth to the relaxation.
type proof struct {
	c      *choice
	r      relaxation
	order  []int32
	most   int64   // the best total known, in parts
	best   []int32 // if better than the choice it began with
	chosen []int32
	nodes  int
}

// prove searches for a better choice until none is left (true) or MaxNodes
// nodes are searched (false); the choice takes over what it finds.
func (c *choice) prove(r relaxation) (bool, int, error) {
	p := &proof{c: c, r: r, order: slices.Clone(c.order), most: c.total()}
	slices.SortFunc(p.order, func(a, b int32) int { return cmp.Or(cmp.Compare(r.worth[b], r.worth[a]), cmp.Compare(a, b)) })
	done, err := p.search(0, 0, slices.Clone(c.start))
	if p.best != nil {
		c.best = p.best
	}
	return done, p.nodes, err
}

// search tries all choices that add candidates from place at on to the chosen,
// which cover total and leave open.
func (p *proof) search(at int, total int64, open []uint64) (bool, error) {
	if p.nodes++; p.nodes > p.c.spec.MaxNodes {
		return false, nil
	}
	if p.nodes%64 == 0 {
		if err := p.c.ctx.Err(); err != nil {
			return false, err
		}
	}
	if total > p.most {
		p.most, p.best = total, slices.Clone(p.chosen)
	}
	left := p.c.spec.K - len(p.chosen)
	if left == 0 {
		return true, nil
	}
	rest := p.r.rest
	for _, i := range p.chosen {
		rest += p.r.worth[i]
	}
	for ; at < len(p.order); at++ {
		// The best that those from here on can do, by the relaxation.
		bound := rest
		for _, i := range p.order[at:min(at+left, len(p.order))] {
			bound += p.r.worth[i]
		}
		if bound <= p.most>>p.r.shift {
			return true, nil
		}
		i := p.order[at]
		if !p.c.apart(i, p.chosen, -1) {
			continue
		}
		gain := p.c.gain(open, int(i))
		if gain == 0 {
			continue
		}
		if left == 1 { // no need to go down
			if total+gain > p.most {
				p.most, p.best = total+gain, append(slices.Clone(p.chosen), i)
			}
			if p.nodes++; p.nodes > p.c.spec.MaxNodes {
				return false, nil
			}
			continue
		}
		below := slices.Clone(open)
		p.c.close(below, i)
		p.chosen = append(p.chosen, i)
		done, err := p.search(at+1, total+gain, below)
		p.chosen = p.chosen[:len(p.chosen)-1]
		if !done || err != nil {
			return false, err
		}
	}
	return true, nil
}
