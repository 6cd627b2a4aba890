package api

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"

	"layoutmap/cmd/layoutmap/internal/basemap"

	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"
)

// csp keeps the page to its own origin: it works offline and asks nobody.
const csp = "default-src 'self'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors *"

// pagePolicy is csp, opened for the hosts of the basemaps alone. MapLibre
// fetches raster tiles by script, or as pictures where it cannot.
func pagePolicy(maps []basemap.Basemap) string {
	hosts := strings.Join(append([]string{""}, basemap.Origins(maps)...), " ")
	return strings.NewReplacer("img-src 'self'", "img-src 'self'"+hosts, "connect-src 'self'", "connect-src 'self'"+hosts).Replace(csp)
}

// assets serves the built page from memory, each file compressed once.
type assets struct {
	files fs.FS
	cache sync.Map // name → *asset
}

type asset struct {
	body, zipped []byte
	tag, media   string
}

func newAssets(files fs.FS) *assets {
	if files == nil {
		files = embed.FS{}
	}
	return &assets{files: files}
}

// built tells whether the page is in the binary.
func (a *assets) built() bool {
	_, err := fs.Stat(a.files, "index.html")
	return err == nil
}

func (a *assets) load(name string) (*asset, error) {
	if v, ok := a.cache.Load(name); ok {
		return v.(*asset), nil
	}
	body, err := fs.ReadFile(a.files, name)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	out := &asset{body: body, tag: hex.EncodeToString(sum[:12]), media: mime.TypeByExtension(path.Ext(name))}
	if out.media == "" || path.Ext(name) == ".mjs" {
		out.media = map[string]string{".mjs": "text/javascript; charset=utf-8"}[path.Ext(name)]
	}
	if out.media == "" {
		out.media = "application/octet-stream"
	}
	if len(body) >= compressFrom {
		var buf bytes.Buffer
		zw := gzip.NewWriter(&buf)
		zw.Write(body) // a buffer takes everything
		zw.Close()
		if buf.Len() < len(body) {
			out.zipped = buf.Bytes()
		}
	}
	v, _ := a.cache.LoadOrStore(name, out)
	return v.(*asset), nil
}

// serveIndex answers the page itself.
func (s *Server) serveIndex(r *request) error {
	if !s.ui.built() {
		return r.sendHTML("nopage", s.Catalog.Layers())
	}
	return s.sendAsset(r.Context, "index.html")
}

// serveAsset answers any address that is no route: a file of the page, or 404.
func (s *Server) serveAsset(c echo.Context) error {
	name := strings.TrimPrefix(path.Clean(c.Request().URL.Path), "/")
	if strings.HasPrefix(name, "styles/") || !fs.ValidPath(name) {
		return notFound("path", "nothing is here")
	}
	if info, err := fs.Stat(s.ui.files, name); err != nil || info.IsDir() {
		return notFound("path", "nothing is here; / lists what is")
	}
	return s.sendAsset(c, name)
}

func (s *Server) sendAsset(c echo.Context, name string) error {
	a, err := s.ui.load(name)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", s.policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	if len(s.Basemaps) > 0 { // a key may be good for the pages of one host only, which asks to be named
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	}
	h.Set("Vary", "Accept, Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") { // the build puts a hash of the content into these names
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body, tag := a.body, a.tag
	if a.zipped != nil && acceptsGzip(c.Request()) {
		body, tag = a.zipped, tag+"-gzip"
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", `"`+tag+`"`)
	if matchesETag(c.Request(), `"`+tag+`"`) {
		h.Del("Content-Encoding")
		return c.NoContent(http.StatusNotModified)
	}
	if c.Request().Method == http.MethodHead {
		h.Set("Content-Type", a.media)
		return c.NoContent(http.StatusOK)
	}
	return c.Blob(http.StatusOK, a.media, body)
}
