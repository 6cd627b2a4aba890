package layers

import (
	"slices"

	"layoutmap/geo"
)

// selection keeps the first matches behind a cursor, and counts all: what a
// page needs of an answer, in memory that grows with the page alone.
type selection struct {
	compare func(a, b Match) int
	after   *Match // the cursor: only what comes behind it is kept
	limit   int    // matches to keep, > 0
	kept    []Match
	cut     *Match                    // once there are enough, the last that is still wanted
	matched int                       // matches in all
	behind  int                       // of them, those behind the cursor
	measure func(*Feature) geo.Metres // takes the slack out of a distance
	most    []geo.Metres              // settle's own
}

// slack is how many matches beyond the limit gather before they are sorted and
// cut: sorts that pay for themselves, little memory, and soon a cut that spares the rest.
func (s *selection) slack() int { return 64 + min(s.limit, 1024) }

func (s *selection) add(m Match) {
	s.matched++
	if s.after != nil {
		if m.slack > 0 && m.Distance <= s.after.Distance && s.after.Distance <= m.Distance+m.slack {
			m.Distance, m.slack = s.measure(m.Feature), 0
		}
		if s.compare(m, *s.after) <= 0 {
			return
		}
	}
	s.behind++
	if s.cut != nil && s.compare(m, *s.cut) > 0 {
		return
	}
	s.kept = append(s.kept, m)
	if len(s.kept) >= s.limit+s.slack() {
		s.page()
	}
}

// page sorts what is kept and cuts it to the limit.
func (s *selection) page() []Match {
	s.settle()
	slices.SortFunc(s.kept, s.compare)
	if len(s.kept) >= s.limit {
		s.kept = s.kept[:s.limit]
		last := s.kept[s.limit-1]
		s.cut = &last
	}
	return s.kept
}

// settle measures the distances that are known roughly, but not of matches that
// so many others are nearer than that they cannot be wanted.
func (s *selection) settle() {
	if s.measure == nil {
		return
	}
	if len(s.kept) > s.limit {
		most := s.most[:0]
		for _, m := range s.kept {
			most = append(most, m.Distance+m.slack)
		}
		s.most = most
		slices.Sort(most)
		s.kept = slices.DeleteFunc(s.kept, func(m Match) bool { return m.Distance > most[s.limit-1] })
	}
	for i := range s.kept {
		if m := &s.kept[i]; m.slack > 0 {
			m.Distance, m.slack = s.measure(m.Feature), 0
		}
	}
}

// more tells whether matches follow behind the page.
func (s *selection) more() bool { return s.behind > len(s.kept) }
