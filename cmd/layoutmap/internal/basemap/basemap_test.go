package basemap_test

import (
	"net/url"
	"strings"
	"testing"

	"layoutmap/cmd/layoutmap/internal/basemap"

	"github.com/google/go-cmp/cmp"
)

const tianditu = `
- id: tdt-img
  title_zh: 天地图影像
  title_en: Tianditu imagery
  type: wmts
  tiles: https://t0.tianditu.gov.cn/img_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=img&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={TileMatrix}&TILEROW={TileRow}&TILECOL={TileCol}&tk={key}
  attribution: 国家地理信息公共服务平台 天地图
  approval_no: GS（2026）0001号
  crs: cgcs2000
  key_env: TDT_KEY
`

func env(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, ok := values[name]
		return v, ok
	}
}

func TestAFileOfBasemapsIsRead(t *testing.T) {
	got, err := basemap.Parse([]byte(tianditu), env(map[string]string{"TDT_KEY": "a&b "}))
	if err != nil {
		t.Fatal(err)
	}
	want := []basemap.Basemap{{
		ID: "tdt-img", TitleZH: "天地图影像", TitleEN: "Tianditu imagery",
		Tiles:  "https://t0.tianditu.gov.cn/img_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=img&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=a%26b",
		Scheme: "xyz", TileSize: 256, MaxZoom: 18, Attribution: "国家地理信息公共服务平台 天地图", ApprovalNo: "GS（2026）0001号", CRS: "cgcs2000",
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	// JSON is YAML: the same file either way, here with rows from the south and tiles of a WMS.
	got, err = basemap.Parse([]byte(`[
		{"id":"a","title_zh":"甲","title_en":"A","type":"tms","tiles":"http://10.0.0.2:8081/a/{z}/{x}/{y}.png","attribution":"x","crs":"wgs84","max_zoom":16,"tile_size":512},
		{"id":"b","title_zh":"乙","title_en":"B","type":"wms","tiles":"https://wms.example.org/?bbox={bbox-epsg-3857}&width=256","attribution":"x","crs":"gcj02","display_only":true}]`), env(nil))
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Scheme != "tms" || got[0].MaxZoom != 16 || got[0].TileSize != 512 || !got[1].DisplayOnly {
		t.Errorf("%+v", got)
	}
	if d := cmp.Diff([]string{"http://10.0.0.2:8081", "https://wms.example.org"}, basemap.Origins(got)); d != "" {
		t.Error(d)
	}
}

func TestABadFileIsRefusedByEntryFieldAndRule(t *testing.T) {
	const good = `{id: a, title_zh: 甲, title_en: A, tiles: "https://x.org/{z}/{x}/{y}", attribution: x, crs: wgs84}`
	change := func(old, new string) string { return "- " + strings.Replace(good, old, new, 1) }
	for name, c := range map[string]struct{ file, want string }{
		"unknown key":               {change("crs: wgs84", "crs: wgs84, colour: red"), `unknown field "colour"`},
		"wrong kind":                {change("crs: wgs84", "crs: wgs84, display_only: maybe"), "[1:"},
		"no list":                   {"id: a", "[1:"},
		"empty":                     {"", "no basemap in it"},
		"no id":                     {change("id: a, ", ""), "entry 1 (): id: is missing"},
		"a taken id":                {change("id: a", "id: none"), "entry 1 (none): id: "},
		"an id no link can hold":    {change("id: a", "id: A/b"), "id: want small letters"},
		"the same id":               {"- " + good + "\n- " + good, `entry 2 (a): id: "a" is that of entry 1 too`},
		"no English title":          {change("title_en: A, ", ""), "title_en: is missing"},
		"no attribution":            {change("attribution: x, ", ""), "attribution: is missing"},
		"no crs":                    {change(", crs: wgs84", ""), "crs: is missing"},
		"a crs it cannot be in":     {change("wgs84", "bd09"), `crs: "bd09"; want`},
		"gcj02 under the plan":      {change("wgs84", "gcj02"), "crs: a gcj02 map lies some 500 m off"},
		"an unknown type":           {change("crs: wgs84", "crs: wgs84, type: arcgis"), `type: "arcgis"`},
		"no row":                    {change("/{y}", ""), "tiles: {y} is missing"},
		"an unknown placeholder":    {change("{y}", "{y}?s={s}"), "tiles: {s} is not known"},
		"a brace alone":             {change("{y}", "{y}?s={"), "tiles: { is not known"},
		"a file":                    {change("https://x.org", "file://x.org"), "tiles: "},
		"no host":                   {change("https://x.org", "https://"), "tiles: want a plain host"},
		"a host of the key's":       {change("https://x.org", "https://{key}.org"), "key_env: "},
		"a host by placeholder":     {change("https://x.org", "https://{z}.org"), "tiles: want a plain host"},
		"a way out of the policy":   {change("https://x.org", "https://x.org;script-src *"), "tiles: "},
		"a star for a host":         {change("https://x.org", "https://*.org"), "tiles: want a plain host"},
		"a user":                    {change("https://x.org", "https://u:p@x.org"), "tiles: no user"},
		"key without a place":       {change("crs: wgs84", "crs: wgs84, key_env: K"), "key_env: "},
		"the key itself":            {change("{y}", "{y}?tk={key}&n=") + "\n", "key_env: "},
		"a key instead of its name": {strings.Replace(change("{y}", "{y}?tk={key}"), "crs: wgs84", "crs: wgs84, key_env: 1f-2", 1), "key_env: \"1f-2\" is no name"},
		"a variable that is unset":  {strings.Replace(change("{y}", "{y}?tk={key}"), "crs: wgs84", "crs: wgs84, key_env: K", 1), "key_env: the environment variable K is not set"},
		"too far in":                {change("crs: wgs84", "crs: wgs84, max_zoom: 30"), "max_zoom: 30"},
		"tiles of 300 pixels":       {change("crs: wgs84", "crs: wgs84, tile_size: 300"), "tile_size: 300"},
	} {
		got, err := basemap.Parse([]byte(c.file), env(nil))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v %v, want an error with %q", name, got, err, c.want)
		}
	}
	if _, err := basemap.Parse([]byte("- "+good), env(nil)); err != nil {
		t.Errorf("the file that the cases are made from: %v", err)
	}
}

// Whatever is read, what comes out has a host that can stand in a content
// security policy, and nothing unfilled but the tile's own placeholders.
func FuzzParse(f *testing.F) {
	f.Add([]byte(tianditu))
	f.Add([]byte(`[{"id":"a","title_zh":"甲","title_en":"A","tiles":"https://x.org/{z}/{x}/{y}","attribution":"x","crs":"wgs84"}]`))
	f.Add([]byte("- &a {id: a}\n- *a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		maps, err := basemap.Parse(data, func(string) (string, bool) { return "key", true })
		if err != nil {
			return
		}
		for _, m := range maps {
			if strings.Contains(m.Tiles, "{key}") {
				t.Errorf("%q keeps its {key}", m.Tiles)
			}
		}
		for _, o := range basemap.Origins(maps) {
			u, err := url.Parse(o)
			if err != nil || u.Host == "" || strings.ContainsAny(o, " ;,'\"*\t\n") {
				t.Errorf("origin %q of %q", o, data)
			}
		}
	})
}
