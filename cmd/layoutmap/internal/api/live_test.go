package api_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/layers"
	"layoutmap/tiles"
)

const liveLayer = `
id: depots
title: {zh: 车场, en: Depots}
description: {zh: 试, en: A test's own layer}
geometry: Point
data: features.geojson
provenance: {source: drawn for this test, licence: CC0-1.0, retrieved: "2026-11-01", method: official, crs_original: CGCS2000, accuracy_m: 1, open: true}
schema:
  - {name: edition, type: integer, title: {zh: 版, en: Edition}, tile: true}
`

// edition is a source whose one feature says which edition of the data it is.
func edition(n int) fs.FS {
	return fstest.MapFS{
		"depots/layer.yaml": {Data: []byte(liveLayer)},
		"depots/features.geojson": {Data: fmt.Appendf(nil,
			`{"type":"FeatureCollection","features":[{"type":"Feature","id":"d1","geometry":{"type":"Point","coordinates":[116.7,39.9]},"properties":{"name_zh":"一号车场","edition":%d}}]}`, n)},
	}
}

// newLive serves the source that next points to, beside the built-in layers.
func newLive(t testing.TB, next *atomic.Pointer[fs.FS], log io.Writer) (*api.Live, *httptest.Server) {
	t.Helper()
	open := func(now api.Options) (api.Options, error) {
		c, err := layers.Open(layers.BuiltIn(), *next.Load())
		if err != nil {
			return now, err
		}
		if now.Catalog != nil {
			c = c.Sharing(now.Catalog)
		}
		now.Catalog = c
		return now, nil
	}
	first, err := open(api.Options{Log: slog.New(slog.NewTextHandler(log, nil)), Renderer: tiles.NewRenderer(tiles.Options{})})
	if err != nil {
		t.Fatal(err)
	}
	live, err := api.NewLive(first, open)
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(live)
	t.Cleanup(ts.Close)
	return live, ts
}

// editionOf reads the edition out of a tile, of the layer alone or of the plan.
func editionOf(raw []byte) (int, error) {
	ls, err := tiles.Decode(raw)
	if err != nil {
		return 0, err
	}
	for _, l := range ls {
		if l.Name == "depots" {
			for i := range l.Features {
				if n, ok := l.Attributes(&l.Features[i])["edition"].(uint64); ok {
					return int(n), nil
				}
			}
		}
	}
	return 0, errors.New("the tile has no edition")
}

// While the data are reloaded again and again under load, no request fails and
// none that began after a reload had returned is answered from before it.
func TestReloadUnderLoadServesNothingStaleAndDropsNothing(t *testing.T) {
	const editions, clients = 12, 6
	var next atomic.Pointer[fs.FS]
	put := func(n int) { f := edition(n); next.Store(&f) }
	put(1)
	live, ts := newLive(t, &next, io.Discard)
	var oldest, newest atomic.Int64 // what an answer may be at the least and at the most
	oldest.Store(1)
	newest.Store(1)
	var requests atomic.Int64
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for client := range clients {
		wg.Go(func() {
			tags := map[string]string{}
			for i := client; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				path := []string{"/xyz/depots/14/13503/6208.mvt", "/xyz/plan/14/13503/6208.mvt", "/collections/depots/items/d1"}[i%3]
				least := int(oldest.Load())
				req, err := http.NewRequest(http.MethodGet, ts.URL+path, nil)
				if err != nil {
					t.Error(err)
					return
				}
				req.Header.Set("If-None-Match", tags[path])
				resp, err := http.DefaultClient.Do(req)
				if err != nil {
					t.Errorf("%s: %v", path, err)
					return
				}
				body, err := io.ReadAll(resp.Body)
				resp.Body.Close()
				most := int(newest.Load())
				requests.Add(1)
				if resp.StatusCode == http.StatusNotModified && err == nil {
					// What the client has is still true: its tag is that of an edition it may see now.
					if n := tags[path+" edition"]; n < fmt.Sprintf("%04d", least) {
						t.Errorf("%s: 304 for edition %s, want %d or later", path, n, least)
					}
					continue
				}
				if err != nil || resp.StatusCode != http.StatusOK {
					t.Errorf("%s: %d %v %.200s", path, resp.StatusCode, err, body)
					return
				}
				var got int
				if strings.HasSuffix(path, ".mvt") {
					got, err = editionOf(body)
				} else if at := bytes.Index(body, []byte(`"edition":`)); at >= 0 {
					_, err = fmt.Sscanf(string(body[at:]), `"edition":%d`, &got)
				}
				if err != nil || got < least || got > most {
					t.Errorf("%s: edition %d (%v), want one of %d to %d", path, got, err, least, most)
				}
				tags[path], tags[path+" edition"] = resp.Header.Get("ETag"), fmt.Sprintf("%04d", got)
			}
		})
	}
	for n := 2; n <= editions; n++ {
		put(n)
		newest.Store(int64(n))
		changed, err := live.Reload()
		if err != nil || len(changed) != 1 || changed[0] != "depots" {
			t.Errorf("reload %d: %v, changed %v, want depots alone", n, err, changed)
		}
		oldest.Store(int64(n))
	}
	close(stop)
	wg.Wait()
	if n := requests.Load(); n < editions*clients {
		t.Errorf("%d requests are no load", n)
	}
}

// Data that cannot be served leave those before in place; /readyz says why until they are mended.
func TestReloadOfBadDataKeepsTheGood(t *testing.T) {
	var next atomic.Pointer[fs.FS]
	put := func(f fs.FS) { next.Store(&f) }
	put(edition(1))
	live, ts := newLive(t, &next, io.Discard)
	type readiness struct {
		Status, Data string
		Reload       struct {
			Loaded string
			Fault  *struct{ Detail, At string }
		}
	}
	good := getJSON[readiness](t, ts.URL+"/readyz")
	if good.Status != "ok" || good.Reload.Fault != nil || good.Reload.Loaded == "" {
		t.Fatalf("before: %+v", good)
	}
	broken := edition(2).(fstest.MapFS)
	broken["depots/features.geojson"].Data = []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","id":"d1","geometry":{"type":"Polygon","coordinates":[[[116.7,39.9],[116.8,39.9],[116.7,39.9]]]},"properties":{}}]}`)
	put(broken)
	if _, err := live.Reload(); err == nil || !strings.Contains(err.Error(), "depots/features.geojson") {
		t.Fatalf("reload of a broken file: %v, want an error that names it", err)
	}
	bad := getJSON[readiness](t, ts.URL+"/readyz")
	if bad.Data != good.Data || bad.Reload.Fault == nil || !strings.Contains(bad.Reload.Fault.Detail, "depots/features.geojson") {
		t.Errorf("after a broken file: %+v", bad)
	}
	if n, err := editionOf(get(t, ts.URL+"/xyz/plan/14/13503/6208.mvt").body); n != 1 || err != nil {
		t.Errorf("after a broken file the tile is of edition %d (%v), want 1", n, err)
	}
	put(edition(3))
	if _, err := live.Reload(); err != nil {
		t.Fatal(err)
	}
	if mended := getJSON[readiness](t, ts.URL+"/readyz"); mended.Reload.Fault != nil || mended.Data == good.Data {
		t.Errorf("after the repair: %+v", mended)
	}
	if n, err := editionOf(get(t, ts.URL+"/xyz/plan/14/13503/6208.mvt").body); n != 3 || err != nil {
		t.Errorf("after the repair the tile is of edition %d (%v), want 3", n, err)
	}
}

// A panic while data are read does not end the program.
func TestReloadSurvivesAPanic(t *testing.T) {
	c, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	live, err := api.NewLive(api.Options{Catalog: c, Log: slog.New(slog.DiscardHandler)}, func(api.Options) (api.Options, error) { panic("a reader's fault") })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := live.Reload(); err == nil || !strings.Contains(err.Error(), "a reader's fault") {
		t.Errorf("%v, want an error that tells the panic", err)
	}
}
