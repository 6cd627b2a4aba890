package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// writeDepot writes the folder of a layer whose one depot has the name.
func writeDepot(t *testing.T, dir, name string) {
	t.Helper()
	folder := filepath.Join(dir, "depots")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{
		"layer.yaml":       ownLayer,
		"features.geojson": fmt.Sprintf(`{"type":"FeatureCollection","features":[{"type":"Feature","id":"d1","geometry":{"type":"Point","coordinates":[116.7,39.9]},"properties":{"name_zh":%q}}]}`, name),
	} {
		if err := os.WriteFile(filepath.Join(folder, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// waitFor asks until the answer holds the text.
func waitFor(t *testing.T, address, text string) {
	t.Helper()
	var status int
	var body string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if status, body = fetch(t, address); strings.Contains(body, text) {
			return
		}
	}
	t.Fatalf("%s: %d, for 20 s without %s\n%.500s", address, status, text, body)
}

// The running program takes up what changes in its folder: by itself, a folder
// that is new included, and at SIGHUP where it does not watch.
func TestProgramReloads(t *testing.T) {
	bin := buildProgram(t)
	for name, args := range map[string][]string{"watching": nil, "SIGHUP": {"--no-watch"}} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			cmd, base := start(t, bin, append([]string{"--data", dir}, args...)...)
			defer func() {
				cmd.Process.Signal(syscall.SIGTERM)
				if err := cmd.Wait(); err != nil {
					t.Errorf("ended with %v, want a clean exit", err)
				}
			}()
			changed := func() {
				if len(args) > 0 {
					if err := cmd.Process.Signal(syscall.SIGHUP); err != nil {
						t.Fatal(err)
					}
				}
			}
			item := base + "/collections/depots/items/d1"
			if status, _ := fetch(t, item); status != 404 {
				t.Fatalf("%s: %d before the folder is there", item, status)
			}
			writeDepot(t, dir, "一号车场")
			changed()
			waitFor(t, item, "一号车场")
			writeDepot(t, dir, "二号车场")
			changed()
			waitFor(t, item, "二号车场")
			if err := os.WriteFile(filepath.Join(dir, "depots", "features.geojson"), []byte(`{"type":`), 0o600); err != nil {
				t.Fatal(err)
			}
			changed()
			waitFor(t, base+"/readyz", `depots/features.geojson`)
			waitFor(t, item, "二号车场")
			if err := os.RemoveAll(filepath.Join(dir, "depots")); err != nil {
				t.Fatal(err)
			}
			changed()
			waitFor(t, item, "there is no collection")
		})
	}
}
