package api

import (
	"context"
	"net/http"
	"time"

	"layoutmap/layers"
	"layoutmap/tiles"
)

// certificateProgress is the answer while a certificate is not ready yet.
type certificateProgress struct {
	Status string `json:"status"` // running
	Read   int64  `json:"tiles_read"`
	Total  int    `json:"tiles_total"`
}

// tileSetCertificate answers …/tiles/{tileMatrixSetId}/certificate.
func (r *request) tileSetCertificate() error {
	_, path, ls, err := r.tileSetScope()
	if err != nil {
		return err
	}
	ms, err := r.tileMatrixSet()
	if err != nil {
		return err
	}
	return r.sendCertificate(r.server.certificateOf(path, ms, ls))
}

// xyzCertificate answers /xyz/{layers}/certificate.
func (r *request) xyzCertificate() error {
	name := r.Param("layers")
	if a, ok := r.server.Archives[name]; ok {
		v := tiles.VerificationOf(a)
		v.Name = "/xyz/" + name
		return r.sendCertificate(certificateKey{set: v.Set.ID, archive: a}, v)
	}
	ls, err := r.tileLayers("layers", name)
	if err != nil {
		return err
	}
	ms, _ := tiles.LookupMatrixSet("WebMercatorQuad")
	return r.sendCertificate(r.server.certificateOf("/xyz/"+name, ms, ls))
}

// certificateOf says which tiles the certificate of layers is about.
func (s *Server) certificateOf(name string, ms *tiles.MatrixSet, ls []*layers.Layer) (certificateKey, tiles.Verification) {
	return certificateKey{set: ms.ID, layers: layersContent(ls)}, tiles.Verification{
		Name: name, Set: ms, MinZoom: ms.First, MaxZoom: tiles.DetailZoom, Bound: tiles.BoundOf(ls...), Counted: true,
		Tile: func(ctx context.Context, c tiles.Coord) (tiles.Tile, error) {
			return s.Renderer.Uncached(ctx, ms, c, ls...)
		},
	}
}

// sendCertificate answers with the certificate, or with 202 and when to come
// again while its tiles are being read. It is made once for the same content.
func (r *request) sendCertificate(key certificateKey, v tiles.Verification) error {
	job, err := r.server.certifier.certify(key, v)
	if err != nil {
		return err
	}
	wait := time.NewTimer(certificateWait)
	defer wait.Stop()
	select {
	case <-job.done:
		if job.err != nil {
			return job.err
		}
		doc := job.doc
		doc.Tileset = v.Name // equal content may be asked for under several names
		return r.sendJSON(mediaJSON, doc)
	case <-r.Request().Context().Done():
		return r.Request().Context().Err()
	case <-wait.C:
	}
	h := r.Response().Header()
	h.Set("Retry-After", "2")
	h.Set("Cache-Control", "no-store")
	return r.JSON(http.StatusAccepted, certificateProgress{"running", job.read.Load(), job.total})
}

// knownDrops is what the certificate of layers says they left out by zoom
// level, nil where it was not made yet.
func (s *Server) knownDrops(ms *tiles.MatrixSet, ls []*layers.Layer) []tiles.ZoomDropped {
	job := s.certifier.found(certificateKey{set: ms.ID, layers: layersContent(ls)})
	if job == nil || !job.ended() || job.err != nil {
		return nil
	}
	return job.doc.DroppedByZoom()
}
