package api

import "layoutmap/cmd/layoutmap/internal/basemap"

// basemapList is the answer of /basemaps.
type basemapList struct {
	Basemaps []basemap.Basemap `json:"basemaps"`
}

func (r *request) basemaps() error {
	return r.sendJSON(mediaJSON, basemapList{append([]basemap.Basemap{}, r.server.Basemaps...)})
}
