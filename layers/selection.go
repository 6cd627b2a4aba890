package layers

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"layoutmap/geo"
)

// selection keeps the first matches behind a cursor, and counts all: what a
// page needs of an answer, in memory that grows with the page alone.
type selection struct {
	compare func(a, b Match) int
	after   *Match // the cursor: only what comes behind it is kept
	limit   int    // matches to keep, > 0
	*room
	cut     *Match                                // once there are enough, the last that is still wanted
	matched int                                   // matches in all
	behind  int                                   // of them, those behind the cursor
	measure func(*Feature) geo.Metres             // takes the slack out of a distance
	reach   func(*Feature) (low, high geo.Metres) // takes most of it out, for far less
}

// room is a selection's memory, used again.
type room struct {
	kept []Match
	most []geo.Metres // dropFar's own
}

var rooms = sync.Pool{New: func() any { return new(room) }}

// largestRoom is how many matches a room that is kept has place for.
const largestRoom = 16_384

func newSelection(compare func(a, b Match) int, limit int) selection {
	return selection{compare: compare, limit: limit, room: rooms.Get().(*room)}
}

// release gives the room back; what page returned is no longer valid.
func (s *selection) release() {
	if cap(s.kept) <= largestRoom {
		clear(s.kept[:cap(s.kept)]) // no hold on features of a layer that was replaced
		s.kept = s.kept[:0]
		rooms.Put(s.room)
	}
	s.room = nil
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
	if len(s.kept) < s.limit+s.slack() {
		return
	}
	if s.thin(); len(s.kept) >= s.limit+s.slack()/2 {
		s.measureAll()
		last := nth(s.kept, s.limit-1, s.compare)
		s.kept, s.cut = s.kept[:s.limit], &last
	}
}

// page sorts what is kept and cuts it to the limit: valid until release.
func (s *selection) page() []Match {
	s.thin()
	s.measureAll()
	slices.SortFunc(s.kept, s.compare)
	s.kept = s.kept[:min(s.limit, len(s.kept))]
	return s.kept
}

func (s *selection) measureAll() {
	for i := range s.kept {
		if m := &s.kept[i]; m.slack > 0 {
			m.Distance, m.slack = s.measure(m.Feature), 0
		}
	}
}

// rough is how well distances are known where that is enough to choose: metres.
const rough = 1

// thin drops matches that so many others are nearer than that they cannot be
// wanted, by distances that are known roughly.
func (s *selection) thin() {
	if s.measure == nil || len(s.kept) <= s.limit {
		return
	}
	s.dropFar()
	for i := range s.kept {
		if m := &s.kept[i]; m.slack > rough {
			low, high := s.reach(m.Feature)
			if high-low < m.slack {
				m.Distance, m.slack = low, high-low
			}
		}
	}
	s.dropFar()
}

func (s *selection) dropFar() {
	if len(s.kept) <= s.limit {
		return
	}
	most := s.most[:0]
	for _, m := range s.kept {
		most = append(most, m.Distance+m.slack)
	}
	s.most = most
	far := nth(most, s.limit-1, cmp.Compare)
	s.kept = slices.DeleteFunc(s.kept, func(m Match) bool { return m.Distance > far })
	if s.cut == nil || far < s.cut.Distance {
		s.cut = &Match{Distance: far, at: math.MaxUint32}
	}
}

// nth puts the k-th smallest, from 0, in its place, those before it in front of
// it, and returns it: Hoare's FIND, where a sort would do four times the work.
func nth[T any](list []T, k int, compare func(a, b T) int) T {
	for lo, hi := 0, len(list)-1; lo < hi; {
		mid := list[lo+(hi-lo)/2]
		i, j := lo, hi
		for i <= j {
			for compare(list[i], mid) < 0 {
				i++
			}
			for compare(mid, list[j]) < 0 {
				j--
			}
			if i <= j {
				list[i], list[j] = list[j], list[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return list[k]
		}
	}
	return list[k]
}

// more tells whether matches follow behind the page.
func (s *selection) more() bool { return s.behind > len(s.kept) }
