package api

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"layoutmap/layers"
	"layoutmap/tiles"
)

// Live answers with the newest of a line of servers, each made of one load of
// the data. A request stays with the server it began with; one that comes after
// a reload has returned sees the new data only.
//
// Nothing is cleared at a reload: what is kept of tiles is keyed by the content
// of their layers, so that of unchanged layers stays and that of others is not
// found again.
type Live struct {
	current atomic.Pointer[Server]
	loading sync.Mutex // one reload at a time
	load    func(now Options) (Options, error)
	state   loadState
}

// loadState is what /readyz tells about reloads.
type loadState struct {
	mu     sync.Mutex
	loaded time.Time
	fault  *loadFault
}

type loadFault struct {
	Detail string    `json:"detail"`
	At     time.Time `json:"at"`
}

// NewLive serves first, and at each Reload what load makes of the options
// served until then: a new catalog and new archives, the rest handed on, which
// is how state that outlives a reload is shared.
func NewLive(first Options, load func(now Options) (Options, error)) (*Live, error) {
	l := &Live{load: load}
	s, err := l.server(first)
	if err != nil {
		return nil, err
	}
	l.state.loaded = time.Now()
	l.current.Store(s)
	return l, nil
}

func (l *Live) server(o Options) (*Server, error) {
	s, err := New(o)
	if err == nil {
		s.loads = &l.state
	}
	return s, err
}

// ServeHTTP lets the newest server answer.
func (l *Live) ServeHTTP(w http.ResponseWriter, r *http.Request) { l.current.Load().ServeHTTP(w, r) }

// Reload loads the data again and swaps when they can be served. An error leaves
// what was served in place; /readyz tells it until a reload succeeds. It returns
// the ids of the layers that came, changed or went; archives are not among them.
func (l *Live) Reload() (changed []string, err error) {
	l.loading.Lock()
	defer l.loading.Unlock()
	old := l.current.Load()
	next, err := l.next(old.Options)
	l.state.set(err)
	if err != nil {
		return nil, err
	}
	changed = changedLayers(old.Catalog, next.Catalog)
	if len(changed) == 0 && maps.Equal(old.Archives, next.Archives) {
		return nil, nil // what the old server has computed stays of use
	}
	l.current.Store(next)
	closeLater(old, next.Archives)
	return changed, nil
}

// next makes the server that follows. A panic is an error like any other: the
// server before goes on.
func (l *Live) next(now Options) (s *Server, err error) {
	defer func() {
		if p := recover(); p != nil {
			now.Log.Error("panic in a reload", "err", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("the data cannot be served: %v", p)
		}
	}()
	o, err := l.load(now)
	if err != nil {
		return nil, err
	}
	if o.Catalog == nil {
		return nil, errors.New("the reload gave no catalog")
	}
	return l.server(o)
}

// closeLater closes the archives that the next server does not share when
// nothing can reach the old one any more, which is after its last request.
func closeLater(old *Server, shared map[string]tiles.Archive) {
	for name, a := range old.Archives {
		if shared[name] != a {
			runtime.AddCleanup(old, func(a tiles.Archive) { a.Close() }, a)
		}
	}
}

func changedLayers(old, next *layers.Catalog) []string {
	var ids []string
	for _, l := range next.Layers() {
		if before, ok := old.Layer(l.ID); !ok || before.Digest() != l.Digest() {
			ids = append(ids, l.ID)
		}
	}
	for _, l := range old.Layers() {
		if _, ok := next.Layer(l.ID); !ok {
			ids = append(ids, l.ID)
		}
	}
	return ids
}

func (s *loadState) set(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.fault = &loadFault{err.Error(), time.Now().UTC()}
		return
	}
	s.fault, s.loaded = nil, time.Now()
}

// readyDocument tells which data are served.
type readyDocument struct {
	Status string          `json:"status"`
	Data   string          `json:"data"` // digest of all layers
	Reload *reloadDocument `json:"reload,omitempty"`
}

type reloadDocument struct {
	Loaded time.Time  `json:"loaded"`
	Fault  *loadFault `json:"fault,omitempty"` // of the last reload; what was loaded before is served
}

// ready tells that requests are answered, and of which data. It is 200 where
// the last reload failed too: the data before it are whole and served.
func (r *request) ready() error {
	doc := readyDocument{Status: "ok", Data: r.server.Catalog.Digest()}
	if s := r.server.loads; s != nil {
		s.mu.Lock()
		doc.Reload = &reloadDocument{s.loaded.UTC().Truncate(time.Second), s.fault}
		s.mu.Unlock()
	}
	r.Response().Header().Set("Cache-Control", "no-store")
	return r.JSON(http.StatusOK, doc)
}
