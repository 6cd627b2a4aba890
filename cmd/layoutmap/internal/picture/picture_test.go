package picture_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"math"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"layoutmap/cmd/layoutmap/internal/picture"
	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/cmd/layoutmap/internal/style"
	"layoutmap/cmd/layoutmap/internal/typeface"
	"layoutmap/geo"
	"layoutmap/geo/witness"
	"layoutmap/layers"
	"layoutmap/static"

	"github.com/paulmach/orb"
)

var (
	faces   = typeface.New()
	builtIn = sync.OnceValues(func() (*layers.Catalog, error) { return layers.Open(layers.BuiltIn()) })
	core    = orb.Bound{Min: orb.Point{116.62, 39.88}, Max: orb.Point{116.72, 39.95}}
)

// request is a map of the core in the plan's style, with some changes.
func request(t testing.TB, theme, lang, horizon string, change func(*picture.Request)) picture.Request {
	t.Helper()
	read := func(name string) []byte {
		text, err := fs.ReadFile(static.Dist(), "styles/"+name+".json")
		if err != nil {
			t.Skip("the page of the present source is not built (make ui): maps in its styles are not drawn here")
		}
		return text
	}
	s, err := style.Parse(read("plan-" + theme + "." + lang + "." + horizon))
	if err != nil {
		t.Fatal(err)
	}
	l, err := picture.ParseLegend(read("legend-" + theme))
	if err != nil {
		t.Fatal(err)
	}
	c, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	r := picture.Request{Style: s, Legend: l, Faces: faces, Layers: c.Tileset(), Box: core, Width: 900, Lang: lang, Horizon: horizon, Note: "test"}
	if change != nil {
		change(&r)
	}
	return r
}

func draw(t testing.TB, r picture.Request, paper func(sheet.Size, sheet.About) sheet.Sheet) []byte {
	t.Helper()
	p, err := picture.New(r)
	if err != nil {
		t.Fatal(err)
	}
	s := paper(p.Size(), p.About())
	if err := p.Draw(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := s.Write(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func svg(size sheet.Size, about sheet.About) sheet.Sheet { return sheet.NewSVG(size, faces, about) }
func pdf(size sheet.Size, about sheet.About) sheet.Sheet { return sheet.NewPDF(size, faces, about) }
func raster(size sheet.Size, _ sheet.About) sheet.Sheet  { return sheet.NewPNG(size, faces) }

// The facts that a reader takes from the map are on it, as text.
func TestMapSaysWhatItShows(t *testing.T) {
	for _, c := range []struct {
		lang string
		want []string
	}{
		{"zh", []string{"城市副中心布局图", "运河商务区", "通州北关", "北运河", "横4", "纵3", "发展布局", "一核 运河商务区", "≈ 示意 ±700 m", "◇ OSM", "2030 规划期末",
			"不得用于量算", "OpenStreetMap", "EPSG:3857", "资料日期 2026-11-01", "北", "非官方成果"}},
		{"en", []string{"Beijing Sub-center: spatial layout", "Canal Business", "Spatial layout", "Core: Canal Business District", "≈ schematic ±700 m",
			"2030, end of the plan", "not to be measured on", "OpenStreetMap", "EPSG:3857", "Data as of 2026-11-01", "H4", "V3"}},
	} {
		text := string(draw(t, request(t, "light", c.lang, "2030", nil), svg))
		for _, want := range c.want {
			if !strings.Contains(text, ">"+want) && !strings.Contains(text, want) {
				t.Errorf("%s: %q is not on the map", c.lang, want)
			}
		}
	}
}

func TestHorizonAndLayersDecideWhatIsShown(t *testing.T) {
	only := func(ids ...string) func(*picture.Request) {
		return func(r *picture.Request) {
			var list []*layers.Layer
			for _, l := range r.Layers {
				for _, id := range ids {
					if l.ID == id {
						list = append(list, l)
					}
				}
			}
			r.Layers = list
		}
	}
	for _, c := range []struct {
		name, horizon string
		change        func(*picture.Request)
		has, hasNot   string
	}{
		{"now", "now", nil, "现状线路与车站", "在建与 2030 建成"},
		{"2030", "2030", nil, "在建与 2030 建成", "M102"},
		{"beyond", "beyond", nil, "规划研究 M102", "无此"},
		{"layout alone", "2030", only("layout"), "一核 运河商务区", "现状线路与车站"},
		{"rail alone, nothing schematic of the layout", "now", only("station-entrances"), "北", "一核"},
		{"bare", "2030", func(r *picture.Request) { r.Bare = true }, "运河商务区", "许可"},
		{"titled", "2030", func(r *picture.Request) { r.Title = "通州区 <报告> & 图 1" }, "通州区 &lt;报告&gt; &amp; 图 1", "城市副中心布局图"},
	} {
		text := string(draw(t, request(t, "light", "zh", c.horizon, c.change), svg))
		if !strings.Contains(text, c.has) || strings.Contains(text, c.hasNot) {
			t.Errorf("%s: has %q: %v, has %q: %v", c.name, c.has, strings.Contains(text, c.has), c.hasNot, strings.Contains(text, c.hasNot))
		}
	}
}

// Nothing schematic looks surveyed: the core's edge is broken and its area hatched.
func TestSchematicLooksSchematic(t *testing.T) {
	r := request(t, "light", "zh", "2030", nil)
	text := string(draw(t, r, svg))
	edge := regexp.MustCompile(`stroke="#96111f"[^>]*stroke-dasharray`)
	if !edge.MatchString(text) {
		t.Error("the edge of the core is not broken")
	}
	if !regexp.MustCompile(`<pattern [^>]*><path [^>]*stroke="#96111f"`).MatchString(text) || !strings.Contains(text, `fill="url(#p`) {
		t.Error("the core is not hatched")
	}
	// In pixels: along a line over the core, the hatch goes up and down at its own pace of 7 px.
	p, err := picture.New(request(t, "light", "zh", "2030", func(r *picture.Request) {
		r.Bare, r.Box = true, orb.Bound{Min: orb.Point{116.646, 39.926}, Max: orb.Point{116.658, 39.932}}
		for _, l := range r.Layers {
			if l.ID == "layout" {
				r.Layers = []*layers.Layer{l}
			}
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	s := sheet.NewPNG(p.Size(), faces)
	if err := p.Draw(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	changes, dark := 0, false
	for x := range 210 {
		_, g, _, _ := s.Image().At(20+x, 40).RGBA()
		if now := g>>8 < 170; now != dark {
			dark = now
			changes++
		}
	}
	if changes < 50 || changes > 70 {
		t.Errorf("%d changes of shade in 210 px, want about 60: a line every 7 px", changes)
	}
}

// The scale bar is as long as it says on the ground, within 1 %.
func TestScaleBarIsTrue(t *testing.T) {
	for _, width := range []float64{500, 900, 2000} {
		r := request(t, "light", "en", "2030", func(r *picture.Request) { r.Width = width })
		text := string(draw(t, r, svg))
		// The bar's outline is the one stroke of 0.8 px.
		bar := regexp.MustCompile(`<path d="M([0-9.]+) [0-9.]+L([0-9.]+) [^"]*" fill="none" stroke="#[0-9a-f]+" stroke-width="0.8"`).FindStringSubmatch(text)
		if bar == nil {
			t.Fatal("no scale bar")
		}
		label := regexp.MustCompile(`>([0-9.]+) (k?m)</text>\n<text [^>]*>1:([0-9 ]+) at`).FindStringSubmatch(text)
		if label == nil {
			t.Fatal("no length at the scale bar")
		}
		number := func(s string) float64 {
			v, err := strconv.ParseFloat(strings.ReplaceAll(s, " ", ""), 64)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		metres := number(label[1]) * map[string]float64{"m": 1, "km": 1000}[label[2]]
		pixels := number(bar[2]) - number(bar[1])
		// The box fills the frame in one direction; which, the frame's clip tells.
		clip := regexp.MustCompile(`<clipPath id="c1"><rect x="[0-9.]+" y="[0-9.]+" width="([0-9.]+)" height="([0-9.]+)"`).FindStringSubmatch(text)
		mid := (core.Min[1] + core.Max[1]) / 2
		wide := float64(geo.Distance(orb.Point{core.Min[0], mid}, orb.Point{core.Max[0], mid}))
		high := float64(geo.Distance(core.Min, orb.Point{core.Min[0], core.Max[1]}))
		truth := max(wide/number(clip[1]), high/number(clip[2]))
		if off := metres/pixels/truth - 1; math.Abs(off) > 0.01 {
			t.Errorf("width %g: %g m are %g px, %g m each; the ground says %g (%.2f %%)", width, metres, pixels, metres/pixels, truth, 100*off)
		}
		if ratio := number(label[3]); math.Abs(ratio/(truth*96/0.0254)-1) > 0.01 {
			t.Errorf("width %g: 1:%.0f, the ground says 1:%.0f", width, ratio, truth*96/0.0254)
		}
	}
}

// Text of a PDF can be searched and copied: poppler finds it, curved names too.
func TestPDFText(t *testing.T) {
	cmd := exec.Command(witness.Tool(t, "pdftotext", "poppler-utils"), "-raw", "-", "-")
	cmd.Stdin = bytes.NewReader(draw(t, request(t, "light", "zh", "2030", nil), pdf))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"城市副中心布局图", "运河商务区", "通州北关", "运潮减河", "大运河生态文明带", "一核 运河商务区", "≈ 示意 ±700 m", "不得用于量算", "OpenStreetMap"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q is not in the text of the PDF", want)
		}
	}
}

func TestTwoRunsGiveTheSameBytes(t *testing.T) {
	for name, paper := range map[string]func(sheet.Size, sheet.About) sheet.Sheet{"png": raster, "svg": svg, "pdf": pdf} {
		a, b := draw(t, request(t, "dark", "en", "beyond", nil), paper), draw(t, request(t, "dark", "en", "beyond", nil), paper)
		if !bytes.Equal(a, b) {
			t.Errorf("%s: two runs differ", name)
		}
	}
}

func TestPNGIsDrawnInTheColoursOfItsTheme(t *testing.T) {
	for theme, ground := range map[string]color.RGBA{"light": {0xF6, 0xF4, 0xEF, 0xFF}, "dark": {0x16, 0x1B, 0x21, 0xFF}} {
		img, err := png.Decode(bytes.NewReader(draw(t, request(t, theme, "zh", "2030", nil), raster)))
		if err != nil {
			t.Fatal(err)
		}
		if img.Bounds().Dx() != 900 {
			t.Errorf("%s: %v wide, want 900", theme, img.Bounds())
		}
		if n := count(img, ground); n < 10_000 {
			t.Errorf("%s: %d pixels of the land's colour", theme, n)
		}
		colours := map[color.Color]bool{}
		for y := 0; y < img.Bounds().Dy(); y += 3 {
			for x := 0; x < img.Bounds().Dx(); x += 3 {
				colours[img.At(x, y)] = true
			}
		}
		if len(colours) < 500 {
			t.Errorf("%s: only %d colours", theme, len(colours))
		}
	}
}

func count(img image.Image, want color.RGBA) int {
	n := 0
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if color.RGBAModel.Convert(img.At(x, y)) == want {
				n++
			}
		}
	}
	return n
}

func TestNoRoomIsAnError(t *testing.T) {
	r := request(t, "light", "zh", "2030", func(r *picture.Request) { r.Height = 220 })
	if _, err := picture.New(r); err == nil {
		t.Error("900 × 220 with all its furniture has room for a map")
	}
}

func TestDrawEndsWithItsContext(t *testing.T) {
	p, err := picture.New(request(t, "light", "zh", "2030", nil))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := p.Draw(ctx, sheet.NewSVG(p.Size(), faces, p.About())); err != context.Canceled {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

// Somebody's own layer, which the plan's style does not know, is drawn plainly and listed.
func TestOwnLayerIsDrawn(t *testing.T) {
	c, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	l, _ := c.Layer("demand-population")
	text := string(draw(t, request(t, "light", "zh", "2030", func(r *picture.Request) {
		r.Layers, r.Box = []*layers.Layer{l}, orb.Bound{Min: orb.Point{116.65, 39.9}, Max: orb.Point{116.66, 39.91}}
	}), svg))
	for _, want := range []string{"其他图层", l.Title.ZH, "∑ 估算", `stroke="#0a6c86"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the map of a layer without a style", want)
		}
	}
}

func TestLegendAlone(t *testing.T) {
	r := request(t, "light", "zh", "2030", nil)
	for _, l := range r.Layers {
		p := picture.NewLegendPicture(r.Legend, faces, l, "", "zh")
		if rows := r.Legend.RowsOf(l.ID); p.Empty() != (len(rows) == 0) && l.ID != "layout-lines" && l.ID != "rail-lines" {
			t.Errorf("%s: rows %v, empty %v", l.ID, rows, p.Empty())
		}
	}
	for i := range r.Legend.Rows {
		row := &r.Legend.Rows[i]
		for _, l := range r.Layers {
			if l.ID != row.Collection {
				continue
			}
			var buf bytes.Buffer
			p := picture.NewLegendPicture(r.Legend, faces, l, row.Key, "zh")
			if err := p.WriteLegend(&buf); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(buf.String(), row.Title.ZH) || strings.Count(buf.String(), "<path") < 2 {
				t.Errorf("%s: no sample or no name", row.Key)
			}
		}
	}
}

func BenchmarkDistrict(b *testing.B) {
	for name, paper := range map[string]func(sheet.Size, sheet.About) sheet.Sheet{"png": raster, "svg": svg, "pdf": pdf} {
		b.Run(name, func(b *testing.B) {
			c, err := builtIn()
			if err != nil {
				b.Fatal(err)
			}
			l, _ := c.Layer("district")
			r := request(b, "light", "zh", "2030", func(r *picture.Request) { r.Box, r.Width = l.Bound(), 1000 })
			b.ReportAllocs()
			bytes := 0
			for b.Loop() {
				bytes = len(draw(b, r, paper))
			}
			b.ReportMetric(float64(bytes), "bytes")
		})
	}
}
