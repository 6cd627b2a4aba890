package api

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"layoutmap/layers"
)

// items answers a page of features.
func (r *request) items() error {
	l, err := r.collection()
	if err != nil {
		return err
	}
	q, doc, err := r.question(l)
	if err != nil {
		return err
	}
	page, err := l.Query(r.Request().Context(), q)
	if err != nil {
		return err
	}
	r.setContentCRS(doc.CRS)
	// Features Part 3, /req/queryables/queryables-link: in the header, whatever the format.
	r.Response().Header().Add("Link", fmt.Sprintf(`<%s/queryables>; rel="%s"; type="%s"`, r.url(r.layerPath(l)), relQueryables, mediaSchema))
	doc.Page = page
	if e, ok := layers.EncoderNamed(r.format()); ok {
		if err := checkFileCRS(e, doc.CRS); err != nil {
			return err
		}
		if doc.BOM, err = r.bom(e); err != nil {
			return err
		}
		return r.sendFile(e, doc)
	}
	if r.format() == "html" {
		return r.sendHTML("items", itemsView{Layer: l, Page: page, Next: r.nextURL(page), Rows: rowsOf(page), Map: r.pageMap(page)}, r.pageLinks(page)...)
	}
	buf := r.server.buffers.take()
	defer r.server.buffers.give(buf)
	*buf = r.appendPage((*buf)[:0], doc)
	return r.send(mediaGeoJSON, *buf)
}

func (r *request) nextURL(page layers.Page) string {
	if page.Next == "" {
		return ""
	}
	return r.self("cursor", page.Next)
}

// appendPage appends the FeatureCollection of a page. It carries no timeStamp:
// the same question gives the same bytes and so the same ETag.
func (r *request) appendPage(dst []byte, page layers.Document) []byte {
	dst = append(dst, `{"type":"FeatureCollection","features":[`...)
	for i, m := range page.Matches {
		if i > 0 {
			dst = append(dst, ',', '\n')
		}
		dst = page.AppendFeature(dst, m)
	}
	dst = append(dst, `],"numberMatched":`...)
	dst = strconv.AppendInt(dst, int64(page.Matched), 10)
	dst = append(dst, `,"numberReturned":`...)
	dst = strconv.AppendInt(dst, int64(len(page.Matches)), 10)
	dst = append(dst, `,"links":`...)
	dst = append(dst, mustJSON(r.pageLinks(page.Page))...)
	return append(dst, '}')
}

// pageLinks are the links of a page of features, in JSON and in HTML.
func (r *request) pageLinks(page layers.Page) []link {
	in := r.inFormat()
	links := []link{
		{Href: in("json"), Rel: "self", Type: mediaGeoJSON, Title: "this page"},
		{Href: in("html"), Rel: "alternate", Type: mediaHTML, Title: "this page as HTML"},
		{Href: r.url(r.layerPath(page.Layer)), Rel: "collection", Type: mediaJSON, Title: page.Layer.Title.ZH},
	}
	if next := r.nextURL(page); next != "" {
		l := link{Href: next, Rel: "next", Type: mediaGeoJSON, Title: "next page"}
		if r.again != nil {
			l.Method, l.Body = http.MethodPost, r.again
		}
		links = append(links, l)
	}
	return append(links, fileLinks(in)...)
}

// itemURL is the address of a feature.
func (r *request) itemURL(l *layers.Layer, id string) string {
	return r.url(r.layerPath(l) + "/items/" + url.PathEscape(id))
}

// featureID is the id the path names. Echo hands it on as it stands in the
// address where that is written with escapes such as %2F.
func (r *request) featureID() string {
	id := r.Param("featureId")
	if r.Request().URL.RawPath == "" {
		return id // Path is unescaped already
	}
	if plain, err := url.PathUnescape(id); err == nil {
		return plain
	}
	return id
}

// item answers one feature.
func (r *request) item() error {
	l, err := r.collection()
	if err != nil {
		return err
	}
	id := r.featureID()
	f, ok := l.ByID(id)
	if !ok {
		return notFound("featureId", fmt.Sprintf("collection %s has no feature %q", l.ID, id))
	}
	system, err := r.crs("crs")
	if err != nil {
		return err
	}
	r.setContentCRS(system)
	links := []link{
		{Href: r.self("f", "json"), Rel: "self", Type: mediaGeoJSON},
		{Href: r.self("f", "html"), Rel: "alternate", Type: mediaHTML},
		{Href: r.url(r.layerPath(l)), Rel: "collection", Type: mediaJSON, Title: l.Title.ZH},
	}
	if r.format() == "html" {
		return r.sendHTML("item", r.itemView(f, system), links...)
	}
	doc := layers.Document{Page: layers.Page{Layer: l}, CRS: system}
	body := doc.AppendFeature(nil, layers.Match{Feature: f})
	body = append(body[:len(body)-1], `,"links":`...)
	body = append(body, mustJSON(links)...)
	body = append(body, '}')
	return r.send(mediaGeoJSON, body)
}
