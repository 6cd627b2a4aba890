package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/paulmach/orb"
)

func main() {
	facts := flag.String("facts", "../shared/data/facts", "folder of the collected facts")
	plan := flag.String("plan", "../shared/plan", "folder of the plan's text and projects")
	out := flag.String("out", "layers", "folder to write data/ and plan/ into")
	openOnly := flag.Bool("open-only", false, "leave out features whose source terms are not open")
	flag.Parse()
	if err := run(*facts, *plan, *out, *openOnly); err != nil {
		fmt.Fprintln(os.Stderr, "layerprep:", err)
		os.Exit(1)
	}
}

// run builds everything in memory, checks it, and only then writes.
func run(factsDir, planDir, out string, openOnly bool) error {
	b, err := assemble(factsDir, planDir, openOnly)
	if err != nil {
		return err
	}
	if err := check(b); err != nil {
		return err
	}
	return writeAll(b, out, os.Stdout)
}

// assemble builds all layers in the order they are listed.
func assemble(factsDir, planDir string, openOnly bool) (*build, error) {
	pl, err := newPlane()
	if err != nil {
		return nil, err
	}
	b := &build{
		in:    &inputs{factsDir: factsDir, planDir: planDir, sums: map[string]string{}},
		plane: pl, openOnly: openOnly, closed: map[orb.Point]bool{},
		ownStretch: map[string][]orb.LineString{},
	}
	text, err := b.in.read("plan", "plan-text.md")
	if err != nil {
		return nil, err
	}
	if b.clauses, err = readPlan(text); err != nil {
		return nil, fmt.Errorf("plan-text.md: %w", err)
	}
	if b.indicators, err = readIndicators(b.clauses); err != nil {
		return nil, err
	}
	// Rivers first: the Chaobai carries the district line, which others follow.
	for _, step := range []func() error{b.base, b.rivers, b.layout, b.green, b.allRoads, b.rail, b.substations, b.industry, b.projects, b.demand} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// allRoads builds the grid, then the other roads, which count only what the
// grid does not.
func (b *build) allRoads() error {
	if err := b.roadGrid(); err != nil {
		return err
	}
	var grid []orb.LineString
	for _, f := range b.layer("road-grid").features {
		grid = append(grid, f.geom.(orb.LineString))
	}
	return b.roads(grid)
}
