package api_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// needTool finds a program of somebody else's. Under make test it must be
// there; a bare go test says what it leaves out.
func needTool(t *testing.T, name, pkg string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("LAYOUTMAP_REQUIRE_TOOLS") != "" {
		t.Fatalf("%s is not installed: apt-get install %s", name, pkg)
	}
	t.Skipf("left out: %s is not installed (apt-get install %s)", name, pkg)
	return ""
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "GDAL_HTTP_TIMEOUT=60")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// GDAL lists every layer and copies each whole.
func TestGDALReadsEveryLayer(t *testing.T) {
	ogrinfo, ogr2ogr := needTool(t, "ogrinfo", "gdal-bin"), needTool(t, "ogr2ogr", "gdal-bin")
	ts := newServer(t, nil)
	source := "OAPIF:" + ts.URL + "/"
	listing := run(t, ogrinfo, "-ro", source)
	catalog, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range catalog.Layers() {
		if !strings.Contains(listing, ": "+l.ID+" ") && !strings.Contains(listing, ": "+l.ID+"\n") {
			t.Errorf("ogrinfo does not list %s:\n%s", l.ID, listing)
		}
		file := filepath.Join(t.TempDir(), l.ID+".geojson")
		run(t, ogr2ogr, "-f", "GeoJSON", file, source, l.ID)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var copied struct {
			Features []struct{ Properties map[string]any }
		}
		if err := json.Unmarshal(data, &copied); err != nil {
			t.Fatal(err)
		}
		if len(copied.Features) != l.Len() {
			t.Errorf("%s: GDAL copied %d features of %d", l.ID, len(copied.Features), l.Len())
			continue
		}
		if zh := l.Feature(0).Text("name_zh"); zh != "" && copied.Features[0].Properties["name_zh"] != zh {
			t.Errorf("%s: the first feature is %v in the copy, want %s", l.ID, copied.Features[0].Properties["name_zh"], zh)
		}
	}
}

// GDAL's own vector tile driver reads our tiles.
func TestGDALReadsTiles(t *testing.T) {
	ogrinfo := needTool(t, "ogrinfo", "gdal-bin")
	ts := newServer(t, nil)
	a := get(t, ts.URL+"/xyz/plan/11/1687/775.mvt")
	file := filepath.Join(t.TempDir(), "775.mvt")
	if err := os.WriteFile(file, a.body, 0o600); err != nil {
		t.Fatal(err)
	}
	out := run(t, ogrinfo, "-ro", "-al", "-so", file)
	for _, layer := range []string{"Layer name: layout\n", "Layer name: rail-stations\n", "Layer name: road-grid\n"} {
		if !strings.Contains(out, layer) {
			t.Errorf("no %q in\n%s", layer, out)
		}
	}
}
