// Package crs names the coordinate reference systems layoutmap serves and
// transforms points between each of them and CRS84.
//
// In memory everything is CRS84: an [orb.Point] is {longitude, latitude} in
// degrees. Forward leads from there to another system, Inverse back. Both
// speak x (east) then y (north), whatever order the system itself prescribes;
// [CRS.Ordered] turns a point to the order that goes over the wire.
//
//	gk, err := crs.Lookup("EPSG:4548")
//	p := gk.Forward(orb.Point{116.6575, 39.9035}) // easting, northing in metres
//
// WGS 84 and CGCS2000 longitudes and latitudes are taken as the same numbers,
// as EPSG's own null transformation (accuracy 1 m) and PROJ do; their
// ellipsoids differ by 0.1 mm in the minor axis. The package has no datum
// shifts, no grids and no vertical systems.
//
// GCJ-02 and BD-09 are for display: [CRS.DisplayOnly].
package crs
