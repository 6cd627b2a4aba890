package api

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"layoutmap/layers"
	"layoutmap/tiles"
)

// Bounds of certificates.
const (
	certificateTiles   = 20_000           // tiles that one reads: the deepest zoom levels that go beyond are left out
	certificateTime    = 10 * time.Minute // that one may take
	certificateWait    = 2 * time.Second  // that a request waits before it is told to come again
	certificatesKept   = 64
	certificatesQueued = 16 // that may wait for their turn
)

// certifier reads whole tilesets in the background, one after the other, and
// keeps what it found by the content of the tiles. It outlives reloads.
type certifier struct {
	turn chan struct{}
	mu   sync.Mutex
	jobs []*certification // in the order they were asked for
}

// certificateKey says whose certificate it is: of layers by their content, or of an archive.
type certificateKey struct {
	set     string
	layers  string
	archive tiles.Archive
}

// certification is a certificate on its way.
type certification struct {
	key   certificateKey
	total int
	read  atomic.Int64
	done  chan struct{} // closed when doc or err is there
	doc   tiles.Certificate
	err   error
}

func newCertifier() *certifier { return &certifier{turn: make(chan struct{}, 1)} }

// layersContent names layers by content.
func layersContent(ls []*layers.Layer) string {
	var text []byte
	for _, l := range ls {
		text = append(append(append(append(text, l.ID...), ' '), l.Digest()...), '\n')
	}
	return string(text)
}

// found is the certification of a key, nil where nobody has asked for it.
func (c *certifier) found(key certificateKey) *certification {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.find(key)
}

func (c *certifier) find(key certificateKey) *certification {
	for _, j := range c.jobs {
		if j.key == key {
			return j
		}
	}
	return nil
}

// certify starts to read the tiles, unless that was done or is being done.
// tiles.ErrBusy says that too many wait.
func (c *certifier) certify(key certificateKey, v tiles.Verification) (*certification, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if j := c.find(key); j != nil {
		return j, nil
	}
	waiting := 0
	for _, j := range c.jobs {
		if !j.ended() {
			waiting++
		}
	}
	if waiting > certificatesQueued {
		return nil, tiles.ErrBusy
	}
	if i := slices.IndexFunc(c.jobs, (*certification).ended); i >= 0 && len(c.jobs) >= certificatesKept {
		c.jobs = slices.Delete(c.jobs, i, i+1)
	}
	j := &certification{key: key, done: make(chan struct{})}
	j.total = limitZooms(&v)
	v.Workers = 1 // requests come first
	v.Progress = func(done, _ int) { j.read.Store(int64(done)) }
	c.jobs = append(c.jobs, j)
	go c.run(j, v)
	return j, nil
}

func (c *certifier) run(j *certification, v tiles.Verification) {
	c.turn <- struct{}{}
	defer func() { <-c.turn }()
	ctx, cancel := context.WithTimeout(context.Background(), certificateTime)
	defer cancel()
	if j.doc, j.err = tiles.Verify(ctx, v); j.err != nil {
		c.mu.Lock()
		c.jobs = slices.DeleteFunc(c.jobs, func(other *certification) bool { return other == j }) // the next request tries again
		c.mu.Unlock()
	}
	close(j.done)
}

func (j *certification) ended() bool {
	select {
	case <-j.done:
		return true
	default:
		return false
	}
}

// limitZooms leaves out the deepest zoom levels of a tileset until at most
// certificateTiles are to be read, and tells how many those are.
func limitZooms(v *tiles.Verification) (total int) {
	for z := v.MinZoom; z <= v.MaxZoom; z++ {
		n := 0
		if r, ok := v.Set.Range(v.Bound, z, 0); ok {
			n = int(r.MaxX-r.MinX+1) * int(r.MaxY-r.MinY+1)
		}
		if z > v.MinZoom && total+n > certificateTiles {
			v.MaxZoom = z - 1
			break
		}
		total += n
	}
	return total
}
