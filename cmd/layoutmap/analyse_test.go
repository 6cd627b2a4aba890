package main_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The subcommands give what the processes give, in every format, and a surface
// that layoutmap surface wrote keeps every zone's total and is counted.
func TestProgramAnalyses(t *testing.T) {
	bin := buildProgram(t)
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }

	out, said, ok := runProgram(t, bin, "coverage", "horizon=now", "by=none", "-f", "json")
	var c struct {
		Results []struct {
			Demand                string
			Share, Covered, Total float64
		}
		Digest string
	}
	if err := json.Unmarshal([]byte(out), &c); !ok || err != nil || c.Results[0].Share <= 0 || c.Digest == "" {
		t.Fatalf("coverage: %v %s\n%.300s", err, said, out)
	}
	cmd, base := start(t, bin)
	defer func() { cmd.Process.Kill(); cmd.Wait() }()
	if _, body := fetch(t, base+"/coverage?horizon=now&by=none"); !strings.Contains(body, c.Digest) {
		t.Errorf("the server's digest is another: %.300s", body)
	}
	for file, want := range map[string]string{"a.csv": "table,", "a.md": "# 500 米覆盖分析", "a.html": "</html>", "a.geojson": "FeatureCollection", "a.json": `"results"`} {
		if _, said, ok := runProgram(t, bin, "coverage", "horizon=now", "-o", in(file)); !ok {
			t.Errorf("%s: %s", file, said)
			continue
		}
		if text, err := os.ReadFile(in(file)); err != nil || !bytes.Contains(text, []byte(want)) {
			t.Errorf("%s: %v\n%.200s", file, err, text)
		}
	}
	if out, said, ok = runProgram(t, bin, "siting", "k=2", "grid_m=1000", "horizon=now"); !ok || !strings.Contains(out, "New sites") {
		t.Errorf("siting: %s\n%.300s", said, out)
	}
	if out, _, ok = runProgram(t, bin, "curve", "radii=300,500", "horizons=now", "-f", "csv"); !ok || strings.Count(out, "\ncurve,") != 2 {
		t.Errorf("curve: %.300s", out)
	}

	if _, said, ok = runProgram(t, bin, "surface", in("people-250"), "--cell", "250", "--mask", "rivers=20", "--lines", "road-grid"); !ok || !strings.Contains(said, "22 zones") {
		t.Fatalf("surface: %s", said)
	}
	if out, said, ok = runProgram(t, bin, "layers", "--check", dir); !ok && !strings.Contains(out, "ok     people-250") {
		t.Errorf("check: %s %s", said, out)
	}
	os.RemoveAll(in("a.geojson")) // not a layer for --data
	os.RemoveAll(in("a.csv"))
	out, said, ok = runProgram(t, bin, "coverage", "--data", dir, "horizon=now", "-f", "json")
	total := c.Results[0].Total
	if err := json.Unmarshal([]byte(out), &c); !ok || err != nil || c.Results[0].Demand != "people-250" || c.Results[0].Total < total-1 || c.Results[0].Total > total+1 || !strings.Contains(out, "surface-estimated") {
		t.Errorf("with the written surface: %v %s %+v, the total was %v", err, said, c, total)
	}

	for want, args := range map[string][]string{
		"unknown input":  {"coverage", "colour=red"},
		"greater than 0": {"coverage", "radius=0"},
		"not name=value": {"siting", "k"},
		"formats are":    {"coverage", "-o", in("a.pdf")},
		"no number":      {"surface", in("b"), "--total", "nothing"},
		"no layer":       {"surface", in("b"), "--mask", "nowhere"},
		"LAYER=METRES":   {"surface", in("b"), "--mask", "rivers"},
		"file exists":    {"surface", in("people-250")},
	} {
		if _, said, ok := runProgram(t, bin, args...); ok || !strings.Contains(said, want) {
			t.Errorf("%v: %s, want a failure with %q", args, said, want)
		}
	}
}
