package main_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// runProgram runs a subcommand and returns what it says on both outputs.
func runProgram(t *testing.T, bin string, args ...string) (stdout, stderr string, ok bool) {
	t.Helper()
	cmd := exec.Command(bin, args...)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	return out.String(), errs.String(), err == nil
}

// The subcommands list, check, ask and convert.
func TestSubcommands(t *testing.T) {
	bin := buildProgram(t)
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }

	out, _, ok := runProgram(t, bin, "layers")
	if !ok || !strings.Contains(out, "rail-stations") || !strings.Contains(out, "轨道交通站点") {
		t.Errorf("layers:\n%s", out)
	}

	out, said, ok := runProgram(t, bin, "query", "rail-stations", "line=M101", "limit=2", "sortby=seq")
	var page struct {
		Features []struct {
			Properties struct {
				Line string
				Seq  int
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &page); !ok || err != nil || len(page.Features) != 2 || page.Features[1].Properties.Line != "M101" || page.Features[0].Properties.Seq > page.Features[1].Properties.Seq {
		t.Errorf("query: %v\n%s\n%.300s", err, said, out)
	}

	// All features, also of a layer that is more than one answer of the server.
	if _, said, ok = runProgram(t, bin, "query", "demand-population", "-o", in("cells.fgb")); !ok || !strings.Contains(said, "86391 features") {
		t.Errorf("query to a file: %s", said)
	}
	if _, said, ok = runProgram(t, bin, "query", "rail-stations", "-o", in("stations.gpkg"), "crs=EPSG:4548"); !ok {
		t.Fatalf("query to a GeoPackage: %s", said)
	}
	if _, said, ok = runProgram(t, bin, "convert", in("stations.gpkg"), in("stations.csv")); !ok || !strings.Contains(said, "EPSG:4548") {
		t.Fatalf("convert: %s", said)
	}
	text, err := os.ReadFile(in("stations.csv"))
	if err != nil || strings.Count(string(text), "\n") != 86 || !strings.Contains(string(text), "传媒大学") || !strings.Contains(string(text), "POINT (116.5488") {
		t.Errorf("converted: %v\n%.500s", err, text)
	}

	if err := os.WriteFile(in("half.gpkg"), []byte("SQLite format 3\x00 and no more"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, said, ok = runProgram(t, bin, "layers", "--check", dir)
	if ok || !strings.Contains(out, "ok     stations.csv: layer stations, 85 features") || !strings.Contains(out, "FAULT  half.gpkg: ") || !strings.Contains(said, "1 of 4 cannot be served") {
		t.Errorf("check: %s\n%s", said, out)
	}
	left, err := filepath.Glob(in(".layoutmap-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestSubcommandsRefuse(t *testing.T) {
	bin := buildProgram(t)
	dir := t.TempDir()
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"an unknown layer":          {[]string{"query", "nowhere"}, `no layer "nowhere"`},
		"an unknown parameter":      {[]string{"query", "layout", "colour=red"}, "colour: unknown parameter"},
		"a wrong filter":            {[]string{"query", "layout", "filter=name_zh ="}, "filter"},
		"no parameter":              {[]string{"query", "layout", "colour"}, `"colour" is not name=value`},
		"an unknown format":         {[]string{"query", "layout", "-o", filepath.Join(dir, "a.xyz")}, "formats are geojson, "},
		"a CRS KML cannot carry":    {[]string{"query", "layout", "crs=EPSG:4548", "-f", "kml"}, "kml cannot carry EPSG:4548"},
		"a file that is not there":  {[]string{"convert", filepath.Join(dir, "none.gpkg"), filepath.Join(dir, "a.csv")}, "none.gpkg"},
		"a folder without any data": {[]string{"layers", "--check", dir}, "no layer is here"},
	} {
		_, said, ok := runProgram(t, bin, c.args...)
		if ok || !strings.Contains(said, c.want) {
			t.Errorf("%s: %s, want a failure with %q", name, said, c.want)
		}
	}
}
