package main_test

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"layoutmap/geo/witness"
)

// The program exports, checks what it exported, and serves it as it serves the
// live tiles; GDAL reads the MBTiles.
func TestProgramExportsVerifiesAndServes(t *testing.T) {
	bin := buildProgram(t)
	dir := t.TempDir()
	files := []string{filepath.Join(dir, "office.pmtiles"), filepath.Join(dir, "desk.mbtiles")}
	for _, file := range files {
		out, err := exec.Command(bin, "export", file, "--layers", "townships,rail-stations", "--max-zoom", "12").CombinedOutput()
		if err != nil || !strings.Contains(string(out), " tiles, ") {
			t.Fatalf("export: %v\n%s", err, out)
		}
		out, err = exec.Command(bin, "verify", file).Output()
		if err != nil {
			t.Fatalf("verify: %v\n%s", err, out)
		}
		var doc struct {
			Tiles, IDs, Problems int
			Rings                int  `json:"rings_checked"`
			Dropped              *int `json:"dropped"`
		}
		if err := json.Unmarshal(out, &doc); err != nil || doc.Tiles < 10 || doc.IDs < 30 || doc.Rings == 0 || doc.Problems != 0 || doc.Dropped == nil || *doc.Dropped == 0 {
			t.Errorf("%v\n%s", err, out)
		}
	}
	cmd, base := start(t, bin, "--tiles", files[0], "--tiles", files[1])
	defer func() { cmd.Process.Kill(); cmd.Wait() }()
	for _, at := range []string{"/9/421/193.mvt", "/12/3375/1551.mvt", "/12/0/0.mvt"} {
		_, live := fetch(t, base+"/xyz/townships,rail-stations"+at)
		for _, name := range []string{"office", "desk"} {
			if status, got := fetch(t, base+"/xyz/"+name+at); status != http.StatusOK || got != live {
				t.Errorf("%s%s: %d, %d bytes; live it has %d", name, at, status, len(got), len(live))
			}
		}
	}
	if status, body := fetch(t, base+"/xyz/office.json"); status != http.StatusOK || !strings.Contains(body, base+"/xyz/office/{z}/{x}/{y}.mvt") || !strings.Contains(body, `"id":"rail-stations"`) {
		t.Errorf("TileJSON: %d\n%s", status, body)
	}
	if status, _ := fetch(t, base+"/xyz/desk/1/2/0.mvt"); status != http.StatusNotFound {
		t.Errorf("outside of the matrix: %d, want 404", status)
	}
	out, err := exec.Command(witness.Tool(t, "ogrinfo", "gdal-bin"), "-ro", "-al", "-so", files[1]).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Layer name: townships\n") || !strings.Contains(string(out), "Layer name: rail-stations\n") {
		t.Errorf("ogrinfo: %v\n%s", err, out)
	}
}

func TestProgramRefusesToExport(t *testing.T) {
	bin := buildProgram(t)
	dir := t.TempDir()
	archive := filepath.Join(dir, "a.pmtiles")
	for want, args := range map[string][]string{
		`no layer "nothing"`:   {"export", archive, "--layers", "nothing"},
		"--bbox":               {"export", archive, "--bbox", "1,2,1,NaN"},
		"zoom levels 9 to 3":   {"export", archive, "--min-zoom", "9", "--max-zoom", "3"},
		".pmtiles or .mbtiles": {"export", filepath.Join(dir, "a.zip"), "--max-zoom", "1"},
		"0 ≤ min ≤ max":        {"verify", "--max-zoom", "25"},
		"no such file":         {"verify", filepath.Join(dir, "none.pmtiles")},
	} {
		out, err := exec.Command(bin, args...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), want) {
			t.Errorf("%v: %v\n%s\nwant a failure that names %q", args, err, out, want)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("%d files are left (%v)", len(left), err)
	}
}
