package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

const (
	factsDir = "../../../shared/data/facts"
	planDir  = "../../../shared/plan"
)

// sources skips a test where the collected facts are not at hand: a clone of
// the project alone has only what was built from them.
func sources(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(factsDir); err != nil {
		t.Skip("../shared/data/facts is not there: the sources of the layers are kept outside the project")
	}
}

func built(t *testing.T, openOnly bool) (*build, []outFile) {
	t.Helper()
	b, err := assemble(factsDir, planDir, openOnly)
	if err != nil {
		t.Fatal(err)
	}
	if err := check(b); err != nil {
		t.Fatal(err)
	}
	files, err := render(b)
	if err != nil {
		t.Fatal(err)
	}
	return b, files
}

// What is committed is what the command writes: nobody edits the output, and
// two runs give the same bytes.
func TestOutputIsReproducible(t *testing.T) {
	sources(t)
	_, files := built(t, false)
	for _, f := range files {
		got, err := os.ReadFile(filepath.Join("../../layers", filepath.FromSlash(f.path)))
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if !bytes.Equal(got, f.data) {
			t.Errorf("layers/%s differs from what layerprep builds: run go run ./cmd/layerprep", f.path)
		}
	}
}

func TestOpenOnly(t *testing.T) {
	sources(t)
	b, files := built(t, true)
	left := 0
	for _, l := range b.layers {
		left += len(l.leftOut)
		for _, f := range l.features {
			if !f.prov.open {
				t.Errorf("%s/%s is not open", l.id, f.id)
			}
		}
	}
	if left < 50 {
		t.Errorf("only %d features were left out", left)
	}
	if n := len(b.layer("key-projects").features); n != 68 {
		t.Errorf("%d projects; without their geometry they stay 68", n)
	}
	for _, f := range files {
		if f.path == "data/demand-population/layer.yaml" {
			t.Error("a population surface of half the townships was written")
		}
	}
}
