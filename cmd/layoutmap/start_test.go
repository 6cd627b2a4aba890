package main_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// buildProgram compiles the command as it stands.
func buildProgram(tb testing.TB) string {
	tb.Helper()
	bin := filepath.Join(tb.TempDir(), "layoutmap")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		tb.Fatalf("go build: %v\n%s", err, out)
	}
	return bin
}

// start runs the program on a free port and returns its address.
func start(tb testing.TB, bin string, args ...string) (*exec.Cmd, string) {
	tb.Helper()
	cmd := exec.Command(bin, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		cmd.Process.Kill()
		tb.Fatalf("the program said nothing: %v", err)
	}
	fields := strings.Fields(line)
	return cmd, strings.TrimSuffix(fields[len(fields)-1], "/")
}

func fetch(tb testing.TB, address string) (int, string) {
	tb.Helper()
	resp, err := http.Get(address)
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

const ownLayer = `
id: depots
title: {zh: 车场, en: Depots}
description: {zh: 试, en: A test's own layer}
geometry: Point
data: features.geojson
provenance: {source: drawn for this test, licence: CC0-1.0, retrieved: "2026-11-01", method: official, crs_original: CGCS2000, accuracy_m: 1, open: true}
`

// The program serves, takes an office's own folder in, and ends cleanly when told to.
func TestProgramServesAndStops(t *testing.T) {
	bin := buildProgram(t)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"layer.yaml":       ownLayer,
		"features.geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","id":"d1","geometry":{"type":"Point","coordinates":[116.7,39.9]},"properties":{"name_zh":"一号车场"}}]}`,
	} {
		if err := os.MkdirAll(filepath.Join(dir, "depots"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "depots", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd, base := start(t, bin, "--data", dir)
	for path, want := range map[string]string{
		"/healthz": "ok", "/readyz": "ok", "/collections": `"id":"layout"`, "/collections/depots/items/d1": "一号车场",
		"/near?point=116.7,39.9&radius=1": "d1", "/xyz/plan.json": `"id":"depots"`,
	} {
		if status, body := fetch(t, base+path); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d, want 200 and %s in\n%.300s", path, status, want, body)
		}
	}
	for size, media := range map[int]string{60 << 10: "application/geo+json", 100 << 10: "application/problem+json", 300 << 10: "text/plain; charset=utf-8"} {
		req, err := http.NewRequest(http.MethodGet, base+"/collections/depots/items", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Cookie", strings.Repeat("x", size))
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		want := http.StatusRequestHeaderFieldsTooLarge
		if size == 60<<10 {
			want = http.StatusOK
		}
		if resp.StatusCode != want || resp.Header.Get("Content-Type") != media {
			t.Errorf("a header of %d bytes: %d %s, want %d %s", size, resp.StatusCode, resp.Header.Get("Content-Type"), want, media)
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("ended with %v, want a clean exit", err)
		}
	case <-time.After(15 * time.Second):
		cmd.Process.Kill()
		t.Error("did not end within 15 s of SIGTERM")
	}
}

func TestProgramRefusesWhatItCannotServe(t *testing.T) {
	bin := buildProgram(t)
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "broken"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "broken", "layer.yaml"), []byte("id: broken\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	maps := filepath.Join(dir, "basemaps.yaml")
	if err := os.WriteFile(maps, []byte("- {id: img, title_zh: 影像, title_en: Imagery, tiles: 'https://x.org/{z}/{x}/{y}?tk={key}', attribution: x, crs: wgs84, key_env: LAYOUTMAP_TEST_UNSET}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"a key not there": {[]string{"--basemaps", maps}, "basemaps.yaml: entry 1 (img): key_env: the environment variable LAYOUTMAP_TEST_UNSET is not set"},
		"a broken layer":  {[]string{"--data", dir}, "broken/layer.yaml: title.zh is missing"},
		"a wrong address": {[]string{"--public-url", "maps.example.org"}, "--public-url"},
		"a wrong network": {[]string{"--trust-proxy", "10"}, "--trust-proxy"},
		"an unknown flag": {[]string{"--colour"}, "--colour"},
	} {
		out, err := exec.Command(bin, append([]string{"serve", "--addr", "127.0.0.1:0"}, c.args...)...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), c.want) {
			t.Errorf("%s: %v\n%s\nwant a failure that names %q", name, err, out, c.want)
		}
	}
}

// BenchmarkStart measures the real program from its start to the first tile in
// the client's hands, and its resident memory then and after a walk over the map.
func BenchmarkStart(b *testing.B) {
	if runtime.GOOS != "linux" {
		b.Skip("left out: resident memory is read from /proc, which is Linux's")
	}
	bin := buildProgram(b)
	var first time.Duration
	var rss, walked float64
	for b.Loop() {
		began := time.Now()
		cmd, base := start(b, bin)
		if status, _ := fetch(b, base+"/xyz/plan/12/3375/1551.mvt"); status != http.StatusOK {
			b.Fatal(status)
		}
		first += time.Since(began)
		rss += resident(b, cmd.Process.Pid)
		for z := 9; z <= 14; z++ {
			for x := range 4 {
				for y := range 4 {
					fetch(b, fmt.Sprintf("%s/xyz/plan/%d/%d/%d.mvt", base, z, 3375>>(12-min(z, 12))<<max(z-12, 0)+x, 1551>>(12-min(z, 12))<<max(z-12, 0)+y))
				}
			}
		}
		fetch(b, base+"/coverage")
		fetch(b, base+"/near?point=116.6575,39.9035&radius=500")
		walked += resident(b, cmd.Process.Pid)
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
	}
	b.ReportMetric(float64(first.Milliseconds())/float64(b.N), "ms/first-tile")
	b.ReportMetric(rss/float64(b.N), "MB-resident/first-tile")
	b.ReportMetric(walked/float64(b.N), "MB-resident/walked")
}

func resident(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for _, line := range strings.Split(string(status), "\n") {
		var kb float64
		if _, err := fmt.Sscanf(line, "VmRSS: %f kB", &kb); err == nil {
			return kb / 1024
		}
	}
	b.Fatal("no VmRSS")
	return 0
}
