/** What answers put on the map. Lon/lat, CRS84; each collection is replaced, never changed. */
export interface Overlay {
  /** Catchments of the stations as they stand. */
  readonly catchments: GeoJSON.FeatureCollection;
  /** Pins, circles and traces of what-if stations; `role` says which. */
  readonly whatif: GeoJSON.FeatureCollection;
  /** Demand points that nothing reaches, or that a comparison gains or loses: features, or the address that has them. */
  readonly demand: GeoJSON.FeatureCollection | string;
  /** The property of a demand point that holds how much it is. */
  readonly amount: string;
}

const nothing: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
export const emptyOverlay: Overlay = { catchments: nothing, whatif: nothing, demand: nothing, amount: 'people_even' };
