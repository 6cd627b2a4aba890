package main_test

import (
	"os/exec"
	"strings"
	"testing"
)

// imports lists the packages each of the module's packages imports itself.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "layoutmap/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		f := strings.Fields(line)
		all[f[0]] = f[1:]
	}
	if len(all) < 10 {
		t.Fatalf("go list found only %d packages", len(all))
	}
	return all
}

// TestImportsRunOneWay keeps the order of the house: each package imports only
// from packages further down.
func TestImportsRunOneWay(t *testing.T) {
	floors := []string{
		"layoutmap/cmd/layerprep", "layoutmap/cmd/layoutmap", "layoutmap/cmd/layoutmap/internal/api",
		"layoutmap/cmd/layoutmap/internal/picture", "layoutmap/cmd/layoutmap/internal/sheet", "layoutmap/cmd/layoutmap/internal/style", "layoutmap/cmd/layoutmap/internal/typeface", "layoutmap/cmd/layoutmap/internal/basemap",
		"layoutmap/tiles",
		"layoutmap/layers", "layoutmap/layers/made",
		"layoutmap/layers/cql2", "layoutmap/layers/plan", "layoutmap/geo/coverage", "layoutmap/geo/network", "layoutmap/geo/dasymetric", "layoutmap/geo",
		"layoutmap/geo/index", "layoutmap/geo/crs", "layoutmap/geo/witness", "layoutmap/static",
	}
	floor := map[string]int{}
	for i, p := range floors {
		floor[p] = i
	}
	for p, list := range imports(t) {
		at, ok := floor[p]
		if !ok {
			t.Errorf("%s has no floor in the house: add it to this test", p)
			continue
		}
		for _, i := range list {
			if below, ours := floor[i]; ours && below <= at {
				t.Errorf("%s imports %s, which stands above it", p, i)
			} else if strings.HasPrefix(i, "layoutmap/") && !ours {
				t.Errorf("%s imports %s, which has no floor in the house", p, i)
			}
		}
	}
}

// TestEachLibraryHasOneDesk keeps the libraries where they have their work.
func TestEachLibraryHasOneDesk(t *testing.T) {
	for library, desks := range map[string][]string{
		"github.com/labstack/echo/v4":           {"layoutmap/cmd/layoutmap/internal/api"},
		"github.com/peterstace/simplefeatures/": {"layoutmap/geo"},
		"github.com/go-spatial/geom":            {"layoutmap/geo"},
		"github.com/twpayne/go-geom":            {"layoutmap/geo", "layoutmap/layers"},
		"github.com/tidwall/geodesic":           {"layoutmap/geo", "layoutmap/geo/coverage"},
		"codeberg.org/go-pdf/fpdf":              {"layoutmap/cmd/layoutmap/internal/sheet"},
		"golang.org/x/image/":                   {"layoutmap/cmd/layoutmap/internal/sheet", "layoutmap/cmd/layoutmap/internal/typeface"},
		"modernc.org/sqlite":                    {"layoutmap/layers", "layoutmap/tiles"},
		"github.com/google/flatbuffers/":        {"layoutmap/layers"},
		"github.com/parquet-go/parquet-go":      {"layoutmap/layers"},
		"github.com/paulmach/orb/encoding/mvt":  nil, // the tests' oracle, never the program's encoder
	} {
		used := false
		for p, list := range imports(t) {
			for _, i := range list {
				if i != library && !strings.HasPrefix(i, strings.TrimSuffix(library, "/")+"/") {
					continue
				}
				used = true
				found := false
				for _, d := range desks {
					found = found || d == p
				}
				if !found {
					t.Errorf("%s imports %s; its desk is %v", p, i, desks)
				}
			}
		}
		if !used && desks != nil {
			t.Errorf("nobody imports %s", library)
		}
	}
}

// TestNoCGO keeps the program a single file that runs anywhere.
func TestNoCGO(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if and .CgoFiles (not .Standard)}}{{.ImportPath}}{{end}}", "layoutmap/cmd/layoutmap").Output()
	if err != nil {
		t.Fatal(err)
	}
	if cgo := strings.Fields(string(out)); len(cgo) > 0 {
		t.Errorf("the program links C through %v", cgo)
	}
}
