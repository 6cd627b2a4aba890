package api

import (
	"net/http"

	"layoutmap/tiles"
)

// Relation types of OGC API.
const (
	relTilesets = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
	relTMS      = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
	relStyles   = "http://www.opengis.net/def/rel/ogc/1.0/styles"
)

// conformanceClasses are the classes whose every requirement the server meets.
var conformanceClasses = [...]string{
	"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/landing-page",
	"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/json",
	"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
	"http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/schemas",
	"http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/advanced-property-roles",
	"http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/returnables-and-receivables",
	"http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/sortables",
	// As the drafts of the five above named them: clients of the drafts look for these.
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/core-roles-features",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/returnables-and-receivables",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/sortables",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
	"http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
	"http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
	"http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
	"http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/array-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/property-property",
	"http://www.opengis.net/spec/cql2/1.0/conf/functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/dataset-tilesets",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/collections-selection",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/ogc-process-description",
	"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/json",
	"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/job-list",
	"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/dismiss",
}

// Names of the product and its data, in both languages.
const (
	serviceTitle       = "北京城市副中心（通州区）“十五五”规划空间布局 · Beijing Sub-center plan layout"
	serviceDescription = "城市副中心规划布局的地图、数据与分析。几何为公开资料的近似，不是官方边界；每个要素注明来源、方法与精度。 " +
		"Map, data and answers on the plan's layout. The geometries are approximations from public material, not official boundaries; every feature states its source, method and accuracy."
)

type landingPage struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Attribution string `json:"attribution"`
	Links       []link `json:"links"`
}

type conformanceDocument struct {
	ConformsTo []string `json:"conformsTo"`
}

type healthDocument struct {
	Status string `json:"status" enum:"ok"`
}

type versionDocument struct {
	Version string `json:"version"`
	Data    string `json:"data"` // digest of all layers
}

// landing is the map for people and the OGC landing page for tools.
func (r *request) landing() error {
	if r.format() == "html" {
		return r.server.serveIndex(r)
	}
	return r.sendJSON(mediaJSON, landingPage{
		Title: serviceTitle, Description: serviceDescription, Attribution: tiles.NewTileJSON("", r.server.tileset...).Attribution,
		Links: []link{
			{Href: r.self("f", "json"), Rel: "self", Type: mediaJSON, Title: "this document"},
			{Href: r.self("f", "html"), Rel: "alternate", Type: mediaHTML, Title: "the map"},
			{Href: r.url("/api"), Rel: "service-desc", Type: mediaOpenAPI, Title: "OpenAPI 3.0"},
			{Href: r.url("/api?f=html"), Rel: "service-doc", Type: mediaHTML, Title: "API for people"},
			{Href: r.url("/conformance"), Rel: "conformance", Type: mediaJSON},
			{Href: r.url("/collections"), Rel: "data", Type: mediaJSON, Title: "the layers"},
			{Href: r.url("/tiles"), Rel: relTilesets, Type: mediaJSON, Title: "vector tiles"},
			{Href: r.url("/tileMatrixSets"), Rel: relTMS, Type: mediaJSON},
			{Href: r.url("/styles"), Rel: relStyles, Type: mediaJSON},
			{Href: r.url("/functions"), Rel: relFunctions, Type: mediaJSON, Title: "functions of filters"},
			{Href: r.url("/processes"), Rel: relProcesses, Type: mediaJSON, Title: "processes"},
			{Href: r.url("/jobs"), Rel: relJobList, Type: mediaJSON, Title: "jobs"},
			{Href: r.url("/coverage"), Rel: "related", Type: mediaJSON, Title: "indicator 7: rail station coverage"},
			{Href: r.url("/plan"), Rel: "related", Type: mediaJSON, Title: "the plan's text"},
			{Href: r.url("/indicators"), Rel: "related", Type: mediaJSON, Title: "the plan's indicators"},
		},
	})
}

func (r *request) conformance() error {
	if r.format() == "html" {
		return r.sendHTML("conformance", conformanceClasses[:])
	}
	return r.sendJSON(mediaJSON, conformanceDocument{conformanceClasses[:]})
}

func (r *request) health() error {
	r.Response().Header().Set("Cache-Control", "no-store")
	return r.JSON(http.StatusOK, healthDocument{"ok"})
}

func (r *request) version() error {
	return r.sendJSON(mediaJSON, versionDocument{r.server.Version, r.server.Catalog.Digest()})
}
