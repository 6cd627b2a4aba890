package main

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"layoutmap/cmd/layoutmap/internal/api"

	"github.com/fsnotify/fsnotify"
)

const (
	// settle is how long files must be quiet before they are read again: a save
	// is several writes, and a layer several files.
	settle = 500 * time.Millisecond
	// maxSettle is the longest that files which never are quiet put a reload off.
	maxSettle = 10 * time.Second
)

// reload opens the data again; what has not changed stays as it is in memory.
func (c serveCommand) reload(now api.Options) (api.Options, error) {
	catalog, err := openCatalog(c.Data)
	if err != nil {
		return now, err
	}
	now.Catalog = catalog.Sharing(now.Catalog)
	now.Archives, err = openArchives(c.Tiles, now.Archives)
	return now, err
}

// watch starts to watch the files, nil where they are not to be watched or cannot be.
func (c serveCommand) watch(log *slog.Logger) *watcher {
	if !c.Watch || len(c.Data)+len(c.Tiles) == 0 {
		return nil
	}
	w, err := newWatcher(c.Data, c.Tiles)
	if err != nil {
		log.Warn("files are not watched; SIGHUP reloads", "err", err)
		return nil
	}
	return w
}

// reloads reloads at each signal of hup and when watched files have changed, until the
// context ends.
func reloads(ctx context.Context, log *slog.Logger, live *api.Live, w *watcher, hup <-chan os.Signal) {
	var due <-chan time.Time // fires when the files have been quiet for long enough
	var since time.Time      // of the first change that no reload has followed yet
	for {
		select {
		case <-ctx.Done():
			return
		case <-hup:
			due = time.After(0)
		case e, ok := <-w.events():
			if !ok {
				w = nil
				continue
			}
			if w.concerns(e) {
				if since.IsZero() {
					since = time.Now()
				}
				due = time.After(min(settle, max(0, maxSettle-time.Since(since))))
			}
		case err := <-w.errors():
			log.Warn("watching files", "err", err)
			due = time.After(settle) // events may be lost: look
		case <-due:
			due, since = nil, time.Time{}
			if w != nil {
				if err := w.follow(); err != nil { // before reading: what changes from now on is told
					log.Warn("new folders are not watched; SIGHUP reloads", "err", err)
				}
			}
			reloadNow(log, live)
		}
	}
}

// reloadNow reloads and says what came of it.
func reloadNow(log *slog.Logger, live *api.Live) {
	began := time.Now()
	debug.SetGCPercent(gcLoading)
	changed, err := live.Reload()
	debug.SetGCPercent(gcPercent)
	debug.FreeOSMemory()
	if err != nil {
		log.Error("the data cannot be served; those before are served on", "err", err)
		return
	}
	log.Info("data reloaded", "changed", strings.Join(changed, ","), "took", time.Since(began).Round(time.Millisecond))
}

// watcher hears of changes in data folders, one level of folders in them, and
// of tile files. Folders are watched, not files: saving often replaces a file.
type watcher struct {
	*fsnotify.Watcher
	data  []string
	files []string // cleaned paths
}

func newWatcher(data, files []string) (*watcher, error) {
	fw, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	w := &watcher{Watcher: fw}
	for _, d := range data {
		w.data = append(w.data, filepath.Clean(d))
	}
	for _, f := range files {
		f = filepath.Clean(f)
		w.files = append(w.files, f)
		if err = fw.Add(filepath.Dir(f)); err != nil {
			break
		}
	}
	if err == nil {
		err = w.follow()
	}
	if err != nil {
		fw.Close()
		return nil, err
	}
	return w, nil
}

// follow watches the folders that are there by now; those watched already stay so.
func (w *watcher) follow() error {
	for _, d := range w.data {
		if err := w.Add(d); err != nil {
			return err
		}
		entries, err := os.ReadDir(d)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if !e.IsDir() && e.Type()&fs.ModeSymlink == 0 {
				continue
			}
			name := filepath.Join(d, e.Name())
			if info, err := os.Stat(name); err != nil || !info.IsDir() {
				continue // gone again, or a link to a file
			}
			if err := w.Add(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// concerns tells whether an event is about data: not about rights or times
// alone, nor about other files beside a tile file.
func (w *watcher) concerns(e fsnotify.Event) bool {
	if e.Op == fsnotify.Chmod {
		return false
	}
	name := filepath.Clean(e.Name)
	if slices.Contains(w.files, name) {
		return true
	}
	return slices.ContainsFunc(w.data, func(d string) bool {
		return name == d || strings.HasPrefix(name, strings.TrimSuffix(d, string(filepath.Separator))+string(filepath.Separator)) ||
			d == "." && !filepath.IsAbs(name)
	})
}

// A nil watcher never tells anything.

func (w *watcher) events() <-chan fsnotify.Event {
	if w == nil {
		return nil
	}
	return w.Events
}

func (w *watcher) errors() <-chan error {
	if w == nil {
		return nil
	}
	return w.Errors
}

func (w *watcher) Close() error {
	if w == nil {
		return nil
	}
	return w.Watcher.Close()
}
