// Package basemap reads the file that names raster maps of others, such as
// 天地图, for the page to lay under the plan. The server never asks them for a
// tile: the reader's browser does, from the hosts that Origins names.
package basemap

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Bounds of the file.
const (
	MaxBytes = 1 << 20
	maxMaps  = 100
	maxText  = 500 // characters of a title or an attribution
)

// Basemap is a raster map in the grid of Web Mercator, as the page gets it:
// its key, if any, stands in Tiles.
type Basemap struct {
	ID          string `json:"id"`
	TitleZH     string `json:"title_zh"`
	TitleEN     string `json:"title_en"`
	Tiles       string `json:"tiles"`                 // address with {z}, {x} and {y}, or {bbox-epsg-3857}
	Scheme      string `json:"scheme" enum:"xyz,tms"` // whether rows are counted from the north or from the south
	TileSize    int    `json:"tile_size"`             // pixels
	MaxZoom     int    `json:"max_zoom"`              // of its tiles; further in these are enlarged
	Attribution string `json:"attribution"`           // text, not markup
	ApprovalNo  string `json:"approval_no,omitempty"` // 审图号
	CRS         string `json:"crs" enum:"wgs84,cgcs2000,gcj02"`
	DisplayOnly bool   `json:"display_only"` // the plan does not lie true on it: nothing is to be drawn or measured there
}

// entry is a basemap as the file states it.
type entry struct {
	ID          string `yaml:"id"`
	TitleZH     string `yaml:"title_zh"`
	TitleEN     string `yaml:"title_en"`
	Tiles       string `yaml:"tiles"`
	Type        string `yaml:"type"`
	Attribution string `yaml:"attribution"`
	ApprovalNo  string `yaml:"approval_no"`
	CRS         string `yaml:"crs"`
	KeyEnv      string `yaml:"key_env"`
	DisplayOnly bool   `yaml:"display_only"`
	MaxZoom     *int   `yaml:"max_zoom"`
	TileSize    *int   `yaml:"tile_size"`
}

var (
	idForm   = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)
	hostForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$`)
	envForm  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	token    = regexp.MustCompile(`\{[^{}]*\}?|\}`)
)

// Parse reads a list of basemaps in YAML or JSON; env looks a variable of the
// environment up. An error names the entry, the field and the rule.
func Parse(data []byte, env func(string) (string, bool)) ([]Basemap, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("more than %d bytes", MaxBytes)
	}
	entries, err := decode(data)
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 {
		return nil, errors.New("no basemap in it: want a list of {id, title_zh, title_en, tiles, attribution, crs}")
	}
	if len(entries) > maxMaps {
		return nil, fmt.Errorf("%d basemaps, the most are %d", len(entries), maxMaps)
	}
	out, seen := make([]Basemap, 0, len(entries)), map[string]int{}
	for i, e := range entries {
		m, err := e.basemap(env)
		if err == nil && seen[e.ID] > 0 {
			err = fmt.Errorf("id: %q is that of entry %d too", e.ID, seen[e.ID])
		}
		if err != nil {
			return nil, fmt.Errorf("entry %d (%s): %w", i+1, e.ID, err)
		}
		seen[e.ID] = i + 1
		out = append(out, m)
	}
	return out, nil
}

// decode reads the entries strictly. The library panics on some broken files
// (found by FuzzParse), which is an error like any other here.
func decode(data []byte) (entries []entry, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("not YAML: %v", p)
		}
	}()
	err = yaml.UnmarshalWithOptions(data, &entries, yaml.Strict())
	return entries, err
}

// basemap checks an entry and puts the key into its address.
func (e entry) basemap(env func(string) (string, bool)) (m Basemap, err error) {
	for _, f := range []struct{ name, value string }{
		{"id", e.ID}, {"title_zh", e.TitleZH}, {"title_en", e.TitleEN}, {"tiles", e.Tiles}, {"attribution", e.Attribution}, {"crs", e.CRS},
	} {
		if strings.TrimSpace(f.value) == "" {
			return m, fmt.Errorf("%s: is missing", f.name)
		}
	}
	if !idForm.MatchString(e.ID) || e.ID == "vector" || e.ID == "none" {
		return m, errors.New("id: want small letters, digits, - and _, at most 64; vector and none are taken")
	}
	for _, f := range []struct{ name, value string }{{"title_zh", e.TitleZH}, {"title_en", e.TitleEN}, {"attribution", e.Attribution}, {"approval_no", e.ApprovalNo}} {
		if len([]rune(f.value)) > maxText {
			return m, fmt.Errorf("%s: more than %d characters", f.name, maxText)
		}
	}
	switch e.CRS {
	case "wgs84", "cgcs2000":
	case "gcj02":
		if !e.DisplayOnly {
			return m, errors.New("crs: a gcj02 map lies some 500 m off the plan and is refused under it, unless display_only: true says that nothing is to be measured there")
		}
	default:
		return m, fmt.Errorf("crs: %q; want wgs84, cgcs2000 (天地图) or gcj02, in tiles of Web Mercator", e.CRS)
	}
	m = Basemap{
		ID: e.ID, TitleZH: e.TitleZH, TitleEN: e.TitleEN, Attribution: e.Attribution, ApprovalNo: e.ApprovalNo,
		CRS: e.CRS, DisplayOnly: e.DisplayOnly, Scheme: "xyz", TileSize: 256, MaxZoom: 18,
	}
	if e.Type == "tms" {
		m.Scheme = "tms"
	}
	if e.MaxZoom != nil {
		if m.MaxZoom = *e.MaxZoom; m.MaxZoom < 0 || m.MaxZoom > 24 {
			return m, fmt.Errorf("max_zoom: %d; want 0 to 24", m.MaxZoom)
		}
	}
	if e.TileSize != nil {
		if m.TileSize = *e.TileSize; m.TileSize != 256 && m.TileSize != 512 {
			return m, fmt.Errorf("tile_size: %d; want 256 or 512", m.TileSize)
		}
	}
	m.Tiles, err = e.address(env)
	return m, err
}

// address is the template that the page asks, with the key in it.
func (e entry) address(env func(string) (string, bool)) (string, error) {
	tiles, want := e.Tiles, []string{"{z}", "{x}", "{y}"}
	switch e.Type {
	case "", "xyz", "tms":
	case "wmts":
		tiles = strings.NewReplacer("{TileMatrix}", "{z}", "{TileCol}", "{x}", "{TileRow}", "{y}").Replace(tiles)
	case "wms":
		want = []string{"{bbox-epsg-3857}"}
	default:
		return "", fmt.Errorf("type: %q; want xyz, tms, wmts or wms", e.Type)
	}
	for _, w := range want {
		if !strings.Contains(tiles, w) {
			return "", fmt.Errorf("tiles: %s is missing in %q", w, e.Tiles)
		}
	}
	for _, t := range token.FindAllString(tiles, -1) {
		if t != "{key}" && !slices.Contains(want, t) {
			return "", fmt.Errorf("tiles: %s is not known here; want %s and, with key_env, {key}", t, strings.Join(want, " "))
		}
	}
	if strings.Contains(tiles, "{key}") != (e.KeyEnv != "") {
		return "", errors.New("key_env: it and {key} in tiles need each other")
	}
	u, err := url.Parse(token.ReplaceAllString(tiles, "0"))
	switch {
	case err != nil:
		return "", fmt.Errorf("tiles: %q is no address", e.Tiles)
	case u.Scheme != "http" && u.Scheme != "https":
		return "", fmt.Errorf("tiles: %q; want https://… or http://…", e.Tiles)
	case u.User != nil || u.Fragment != "":
		return "", errors.New("tiles: no user and no fragment may be in the address")
	case !hostForm.MatchString(u.Host) || !strings.HasPrefix(tiles, u.Scheme+"://"+u.Host+"/"):
		return "", fmt.Errorf("tiles: want a plain host name, and port, before the first / in %q", e.Tiles)
	}
	if e.KeyEnv == "" {
		return tiles, nil
	}
	if !envForm.MatchString(e.KeyEnv) {
		return "", fmt.Errorf("key_env: %q is no name of an environment variable (the key itself does not belong into the file)", e.KeyEnv)
	}
	key, ok := env(e.KeyEnv)
	if !ok || strings.TrimSpace(key) == "" {
		return "", fmt.Errorf("key_env: the environment variable %s is not set", e.KeyEnv)
	}
	return strings.ReplaceAll(tiles, "{key}", url.QueryEscape(strings.TrimSpace(key))), nil
}

// Origins are the scheme://host[:port] of the maps' addresses, sorted, each once.
func Origins(maps []Basemap) []string {
	var out []string
	for _, m := range maps {
		scheme, rest, _ := strings.Cut(m.Tiles, "://")
		host, _, _ := strings.Cut(rest, "/")
		out = append(out, scheme+"://"+host)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
