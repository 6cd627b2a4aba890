package api

import (
	"context"
	"errors"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"layoutmap/cmd/layoutmap/internal/basemap"
	"layoutmap/layers"
	"layoutmap/layers/plan"
	"layoutmap/tiles"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// Bounds of every request.
const (
	requestTimeout = 30 * time.Second
	maxBody        = 1 << 20  // bytes, where a route does not say otherwise
	maxURL         = 16 << 10 // bytes
	maxHeader      = 64 << 10 // bytes
)

// CORS headers of every answer; exposedHeaders are those a page's script may
// read. Never changed.
var (
	anyOrigin      = []string{"*"}
	exposedHeaders = []string{"ETag, Link, Location, Content-Crs, Retry-After, " + headerDropped}
)

// Options says what a server serves. Catalog is needed; the rest has a use when empty.
type Options struct {
	Catalog     *layers.Catalog
	Plan        *plan.Plan
	Renderer    *tiles.Renderer          // nil: one with its defaults
	Archives    map[string]tiles.Archive // finished tiles, served as /xyz/{name}; never changed afterwards
	UI          fs.FS                    // the built page; nil or without index.html: / says how to build it
	Basemaps    []basemap.Basemap        // raster maps of others that the page offers
	PublicURL   string                   // "https://maps.example.org/plan", no slash at the end; "" = as the request says
	Proxies     []netip.Prefix           // whose X-Forwarded-* headers are believed
	TokenParams []string                 // query parameters to accept and ignore, such as "token" for ArcGIS
	Jobs        *Jobs                    // nil: jobs of its own, which nobody ends
	Timeout     time.Duration            // of a request; 0: 30 seconds
	Version     string
	Log         *slog.Logger // nil: slog.Default
	certifier   *certifier   // handed on from server to server by Live
}

// Server answers HTTP requests from one immutable catalog.
type Server struct {
	Options
	echo     *echo.Echo
	routes   []route
	coverage *coverageService
	openAPI  []byte
	policy   string          // the page's content security policy
	tileset  []*layers.Layer // of the whole plan
	ui       *assets
	maps     *mapDesk
	pages    map[string]*template.Template
	buffers  bufferPool
	zips     gzipPool
	loads    *loadState // of the Live server it belongs to; nil: it stands alone
}

// New wires a server. It fails when the plan's parts do not fit together.
func New(o Options) (*Server, error) {
	if o.Catalog == nil {
		return nil, errors.New("api: a catalog is needed")
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Renderer == nil {
		o.Renderer = tiles.NewRenderer(tiles.Options{})
	}
	if o.Jobs == nil {
		o.Jobs = NewJobs()
	}
	if o.Timeout == 0 {
		o.Timeout = requestTimeout
	}
	if o.certifier == nil {
		o.certifier = newCertifier()
	}
	if o.Plan == nil {
		o.Plan = &plan.Plan{}
	}
	s := &Server{Options: o, ui: newAssets(o.UI), tileset: o.Catalog.Tileset(), policy: pagePolicy(o.Basemaps)}
	s.maps = newMapDesk(s.ui.files)
	if err := s.checkArchives(); err != nil {
		return nil, err
	}
	s.routes = s.routeTable()
	if err := s.addTokens(); err != nil {
		return nil, err
	}
	var err error
	if s.coverage, err = newCoverageService(o.Catalog, o.Plan); err != nil {
		return nil, err
	}
	if s.pages, err = parsePages(); err != nil {
		return nil, err
	}
	if s.openAPI, err = s.openAPIDocument(); err != nil {
		return nil, err
	}
	s.echo = s.newEcho()
	return s, nil
}

// ServeHTTP lets the server stand behind net/http.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

func (s *Server) newEcho() *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = s.handleError
	e.Use(
		cors,
		middleware.RecoverWithConfig(middleware.RecoverConfig{DisablePrintStack: true, LogErrorFunc: s.logPanic}),
		limitURL,
		limitHeader,
	)
	for i := range s.routes {
		rt := &s.routes[i]
		h := s.handler(rt)
		if rt.method != "" {
			e.Add(rt.method, rt.echoPath(), h)
			continue
		}
		e.GET(rt.echoPath(), h)
		e.HEAD(rt.echoPath(), h)
		if rt.post {
			e.POST(rt.echoPath(), h)
		}
	}
	e.GET("/*", s.serveAsset)
	e.HEAD("/*", s.serveAsset)
	return e
}

// handler runs a route: its parameters first, then the route itself.
func (s *Server) handler(rt *route) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := &request{Context: c, server: s, route: rt}
		if err := r.limitBody(); err != nil {
			return err
		}
		if err := r.checkParameters(); err != nil {
			return err
		}
		if rt.cheap {
			return rt.handle(r)
		}
		ctx, cancel := context.WithTimeout(c.Request().Context(), s.Timeout)
		defer cancel()
		c.SetRequest(c.Request().WithContext(ctx))
		return rt.handle(r)
	}
}

// limitBody bounds what is read of the body, and refuses at once one that says it is longer.
func (r *request) limitBody() error {
	req, most := r.Request(), r.route.maxBytes()
	if req.ContentLength > most {
		return &http.MaxBytesError{Limit: most}
	}
	if req.Body != nil && req.Body != http.NoBody {
		req.Body = http.MaxBytesReader(r.Response(), req.Body, most)
	}
	return nil
}

// cors lets pages of any origin read every answer, errors too: the data are
// public and nothing here knows who asks. The header is sent always, not only
// to requests with an Origin, so that shared caches keep one answer for all.
func cors(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h["Access-Control-Allow-Origin"] = anyOrigin
		if c.Request().Method == http.MethodOptions {
			h.Set("Allow", "GET, HEAD, POST, DELETE, OPTIONS")
			h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, DELETE, OPTIONS")
			h.Set("Access-Control-Allow-Headers", "*")
			h.Set("Access-Control-Max-Age", "86400") // seconds, a day
			return c.NoContent(http.StatusNoContent)
		}
		h["Access-Control-Expose-Headers"] = exposedHeaders
		return next(c)
	}
}

func limitURL(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if len(c.Request().RequestURI) > maxURL {
			return &fault{Status: http.StatusRequestURITooLong, Title: "URL too long", Detail: "a URL may have 16 KiB"}
		}
		return next(c)
	}
}

// limitHeader refuses what net/http would refuse without a word of use, were
// its own limit as low.
func limitHeader(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		size := 0
		for name, values := range c.Request().Header {
			for _, v := range values {
				size += len(name) + len(": \r\n") + len(v)
			}
		}
		if size > maxHeader {
			return &fault{Status: http.StatusRequestHeaderFieldsTooLarge, Title: "Header too large", Detail: "the header of a request may have 64 KiB"}
		}
		return next(c)
	}
}

func (s *Server) logPanic(c echo.Context, err error, stack []byte) error {
	s.Log.Error("panic", "path", c.Request().URL.Path, "err", err, "stack", string(stack))
	return err
}

// base is the address that links start with, without a slash at the end.
func (s *Server) base(r *http.Request) string {
	if s.PublicURL != "" {
		return s.PublicURL
	}
	scheme, host := "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	prefix := ""
	if s.trusted(r.RemoteAddr) {
		if v := r.Header.Get("X-Forwarded-Proto"); v == "http" || v == "https" {
			scheme = v
		}
		if v := r.Header.Get("X-Forwarded-Host"); v != "" {
			host = v
		}
		prefix = strings.TrimRight(r.Header.Get("X-Forwarded-Prefix"), "/")
	}
	return scheme + "://" + host + prefix
}

func (s *Server) trusted(remote string) bool {
	if len(s.Proxies) == 0 {
		return false
	}
	ap, err := netip.ParseAddrPort(remote)
	if err != nil {
		return false
	}
	for _, p := range s.Proxies {
		if p.Contains(ap.Addr().Unmap()) {
			return true
		}
	}
	return false
}
