package api

import (
	"fmt"
	"strings"

	"layoutmap/tiles"
)

// checkArchives refuses names that /xyz/{layers} could not tell from layers.
func (s *Server) checkArchives() error {
	for name := range s.Archives {
		if _, taken := s.Catalog.Layer(name); taken || name == planTileset || name == "" || strings.ContainsAny(name, ",/") {
			return fmt.Errorf("tiles %q: the name is taken by a layer or the plan, or is no name; rename the file", name)
		}
	}
	return nil
}

// archiveTile answers with the tile of a file: 200 with an empty tile where the
// file has none, 404 outside of the matrix.
func (r *request) archiveTile(a tiles.Archive, zxy [3]string) error {
	if err := r.noFilter(); err != nil {
		return err
	}
	c, err := tiles.ParseCoord(zxy[0], zxy[1], zxy[2])
	if err != nil {
		return err
	}
	if ms, _ := tiles.LookupMatrixSet("WebMercatorQuad"); !ms.Contains(c) {
		return notFound("tile", fmt.Sprintf("%s has no tile %s/%s/%s (matrix/column/row)", ms.ID, zxy[0], zxy[1], zxy[2]))
	}
	t, err := tiles.ArchiveTile(r.Request().Context(), a, c)
	if err != nil {
		return err
	}
	e := tileEncoding(r.Request().Header)
	if t, err = t.As(e); err != nil {
		return err
	}
	return r.writeTile(e, t)
}
