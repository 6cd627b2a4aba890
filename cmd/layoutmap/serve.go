package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/layers/plan"
	"layoutmap/static"
	"layoutmap/tiles"
)

// Bounds of a connection; requests have their own in package api.
const (
	headerTimeout   = 5 * time.Second
	readTimeout     = 15 * time.Second
	writeTimeout    = 2 * time.Minute // a slow client fetching a large page
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 10 * time.Second
	maxHeaderBytes  = 256 << 10 // the last bound: package api refuses far shorter ones, and says why
	gcLoading       = 400
	gcPercent       = 40 // the heap is nearly all layers, which never become garbage: collecting often costs little
)

// serveCommand holds the flags of serve. Each has a twin in the environment.
type serveCommand struct {
	Addr       string   `default:"127.0.0.1:8080" env:"LAYOUTMAP_ADDR" help:"Address to listen on; port 0 takes a free one."`
	Data       []string `type:"existingdir" env:"LAYOUTMAP_DATA" help:"Folder with layers of your own (a folder each, with layer.yaml) that replace or join the built-in ones. May be repeated."`
	PublicURL  string   `env:"LAYOUTMAP_PUBLIC_URL" help:"Address the world sees, for links, such as https://maps.example.org/plan."`
	TrustProxy []string `env:"LAYOUTMAP_TRUST_PROXY" help:"Networks (CIDR) whose X-Forwarded-* headers are believed."`
	TokenParam []string `env:"LAYOUTMAP_TOKEN_PARAM" help:"Query parameter to accept and ignore on every address, such as the token that ArcGIS adds. May be repeated."`
	Tiles      []string `type:"existingfile" env:"LAYOUTMAP_TILES" help:"PMTiles or MBTiles file to serve at /xyz/{name of the file}. May be repeated."`
	Basemaps   string   `type:"existingfile" env:"LAYOUTMAP_BASEMAPS" help:"YAML or JSON file of raster maps of others, such as 天地图, that the page offers under the plan. The reader's browser asks their hosts."`
	CacheMB    uint64   `default:"32" env:"LAYOUTMAP_CACHE_MB" help:"Memory for finished tiles, MiB."`
	Watch      bool     `default:"true" negatable:"" env:"LAYOUTMAP_WATCH" help:"Reload when a file of --data or --tiles changes; SIGHUP reloads in any case."`
}

// Run serves until it is told to stop, then lets the running requests finish.
func (c serveCommand) Run() error {
	debug.SetGCPercent(gcLoading)
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	files := c.watch(log) // before they are read: no change goes unseen
	defer files.Close()
	options, err := c.options(log)
	if err != nil {
		return err
	}
	options.Jobs = api.NewJobs()
	defer options.Jobs.Close()
	live, err := api.NewLive(options, c.reload)
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return err
	}
	srv := &http.Server{
		Handler: live, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	// What loading left behind goes back to the system: the layers stay as they
	// are from here on, and requests need little beside them.
	debug.SetGCPercent(gcPercent)
	debug.FreeOSMemory()
	// Signals are heard before anybody can know of the program.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	fmt.Printf("layoutmap %s serves %s\n", version, shownURL(c.PublicURL, ln.Addr()))
	reloading := make(chan struct{})
	go func() {
		defer close(reloading)
		reloads(ctx, log, live, files, hup)
	}()
	defer func() { <-reloading }()
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ln) }()
	select {
	case err := <-done:
		stop()
		return err
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		return fmt.Errorf("shut down: %w", err)
	}
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// options opens the data and gathers what the server needs.
func (c serveCommand) options(log *slog.Logger) (api.Options, error) {
	public, err := cleanURL(c.PublicURL)
	if err != nil {
		return api.Options{}, err
	}
	var proxies []netip.Prefix
	for _, text := range c.TrustProxy {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return api.Options{}, fmt.Errorf("--trust-proxy: %w", err)
		}
		proxies = append(proxies, p)
	}
	catalog, err := openCatalog(c.Data)
	if err != nil {
		return api.Options{}, err
	}
	basemaps, err := openBasemaps(c.Basemaps)
	if err != nil {
		return api.Options{}, err
	}
	archives, err := openArchives(c.Tiles, nil)
	if err != nil {
		return api.Options{}, err
	}
	text, err := plan.Load()
	if err != nil {
		return api.Options{}, err
	}
	return api.Options{
		Catalog: catalog, Plan: &text, UI: static.Dist(), PublicURL: public, Proxies: proxies, TokenParams: c.TokenParam,
		Archives: archives, Basemaps: basemaps,
		Renderer: tiles.NewRenderer(tiles.Options{CacheBytes: c.CacheMB << 20, Log: log}), Version: version, Log: log,
	}, nil
}

// cleanURL checks --public-url and takes the slash off its end.
func cleanURL(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("--public-url %q: want http(s)://host[/path]", text)
	}
	return strings.TrimRight(text, "/"), nil
}

// shownURL is what a person can click on: a wildcard address is shown as localhost.
func shownURL(public string, addr net.Addr) string {
	if public != "" {
		return public
	}
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return addr.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}
