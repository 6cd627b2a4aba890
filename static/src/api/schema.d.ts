// Written by npm run api-types; not to be edited. Schemas 8e7a5e265a48e557
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export type components = {
    schemas: {
        readonly AimDocument: {
            readonly by_map: components["schemas"]["MapAnswer"];
            readonly id: string;
            readonly name: components["schemas"]["Text"];
            readonly plan_clause: string;
            readonly target: components["schemas"]["TargetPart"];
            readonly words: string;
        };
        readonly AreaKM2: {
            readonly covered: number | null;
            readonly total: number;
        };
        readonly AreaPart: {
            readonly id: string;
            readonly name_en: string;
            readonly name_zh: string;
        };
        readonly AreaShare: {
            readonly covered: number;
            readonly id: string;
            readonly name_en: string;
            readonly name_zh: string;
            readonly share: number | null;
            readonly total: number;
        };
        readonly Band: {
            readonly high: number;
            readonly low: number;
        };
        readonly Basemap: {
            readonly approval_no?: string;
            readonly attribution: string;
            /** @enum {string} */
            readonly crs: "wgs84" | "cgcs2000" | "gcj02";
            readonly display_only: boolean;
            readonly id: string;
            readonly max_zoom: number;
            /** @enum {string} */
            readonly scheme: "xyz" | "tms";
            readonly tile_size: number;
            readonly tiles: string;
            readonly title_en: string;
            readonly title_zh: string;
        };
        readonly BasemapList: {
            readonly basemaps: readonly components["schemas"]["Basemap"][];
        };
        readonly CatchmentDocument: {
            readonly digest: string;
            readonly features: unknown;
            readonly method: components["schemas"]["CatchmentMethod"];
            readonly type: string;
        };
        readonly CatchmentMethod: {
            readonly radius_m: number;
            readonly rule: string;
            readonly shape: string;
            readonly sites: number;
        };
        readonly Certificate: {
            readonly bytes: number;
            readonly dropped: number | null;
            readonly empty: number;
            readonly examples: readonly string[];
            readonly features: number;
            readonly ids: number;
            readonly largest: number;
            readonly largest_tile: string;
            readonly lost_ids: number | null;
            readonly maxzoom: number;
            readonly minzoom: number;
            readonly over_budget: number;
            readonly problems: number;
            readonly rings_checked: number;
            readonly thinned: number | null;
            readonly tileMatrixSet: string;
            readonly tiles: number;
            readonly tileset: string;
            readonly unstable_ids: number;
            readonly zooms: readonly components["schemas"]["ZoomCertificate"][];
        };
        readonly CertificateProgress: {
            readonly status: string;
            readonly tiles_read: number;
            readonly tiles_total: number;
        };
        readonly Clause: {
            readonly chapter?: string;
            readonly heading: string;
            readonly id: string;
            readonly level: number;
            readonly lines: readonly number[];
            readonly note?: string;
            readonly part?: string;
            readonly text: string;
        };
        readonly ClauseDocument: {
            readonly chapter?: string;
            readonly heading: string;
            readonly id: string;
            readonly level: number;
            readonly lines: readonly number[];
            readonly links: readonly components["schemas"]["Link"][];
            readonly note?: string;
            readonly part?: string;
            readonly text: string;
        };
        readonly Collection: {
            readonly crs: readonly string[];
            readonly description: string;
            readonly description_en: string;
            readonly description_zh: string;
            readonly extent?: components["schemas"]["Extent"];
            readonly geometry_type: string;
            readonly group: string;
            readonly id: string;
            readonly in_tileset: boolean;
            readonly item_count: number;
            readonly itemType: string;
            readonly links: readonly components["schemas"]["Link"][];
            readonly methods: {
                readonly [key: string]: number;
            };
            readonly plan_ref?: string;
            readonly provenance: components["schemas"]["Provenance"];
            readonly storageCrs: string;
            readonly title: string;
            readonly title_en: string;
            readonly title_zh: string;
        };
        readonly CollectionList: {
            readonly collections: readonly components["schemas"]["Collection"][];
            readonly crs: readonly string[];
            readonly display_crs: readonly string[];
            readonly links: readonly components["schemas"]["Link"][];
        };
        readonly CombinedPart: {
            readonly covered: number;
            readonly share: number;
            readonly total: number;
        };
        readonly ConformanceDocument: {
            readonly conformsTo: readonly string[];
        };
        readonly CoverageDocument: {
            readonly area: components["schemas"]["AreaPart"];
            readonly area_km2: components["schemas"]["AreaKM2"];
            readonly by: readonly components["schemas"]["AreaShare"][];
            readonly by_what: string;
            readonly combined: components["schemas"]["CombinedPart"] | null;
            readonly combined_reason: components["schemas"]["Reason"] | null;
            readonly decay: string;
            readonly digest: string;
            /** @enum {string} */
            readonly from: "centre" | "entrances";
            readonly horizon: string;
            readonly indicator: components["schemas"]["IndicatorPart"];
            readonly kinds: readonly string[];
            readonly method: components["schemas"]["MethodPart"];
            readonly other_kinds: readonly components["schemas"]["KindPart"][];
            readonly radius_m: number;
            readonly results: readonly components["schemas"]["ResultPart"][];
            /** @enum {string} */
            readonly rule: "circle" | "walk";
            readonly sites: readonly components["schemas"]["SitePart"][];
            readonly target: components["schemas"]["TargetPart"];
            readonly warnings: readonly components["schemas"]["Reason"][];
            readonly weighted?: readonly components["schemas"]["Weighted"][];
            readonly what_if?: components["schemas"]["WhatIf"];
        };
        readonly CurveDocument: {
            readonly curves: readonly components["schemas"]["CurvePart"][];
            readonly digest: string;
            readonly method: components["schemas"]["CurveMethod"];
            readonly radii: readonly number[];
            readonly target: components["schemas"]["TargetPart"];
        };
        readonly CurveMethod: {
            readonly area: string;
            readonly coverage: components["schemas"]["MethodPart"];
            readonly edits: readonly components["schemas"]["EditWord"][];
            readonly kinds: readonly string[];
            readonly rule: string;
        };
        readonly CurvePart: {
            readonly covered: readonly number[];
            readonly demand: string;
            readonly high: readonly number[];
            readonly horizon: string;
            readonly low: readonly number[];
            readonly share: readonly number[];
            readonly sites: number;
            readonly total: number;
            readonly unit: string;
        };
        readonly EditPart: {
            readonly alone: components["schemas"]["Gain"];
            readonly edit: string;
            readonly id: string;
            readonly together: components["schemas"]["Gain"];
        };
        readonly EditWord: {
            readonly at: readonly number[] | null;
            readonly edit: string;
            readonly id: string;
        };
        readonly EffectPart: {
            readonly change: number;
            readonly name_en: string;
            readonly name_zh: string;
            readonly share: number;
            readonly to: string;
            /** @enum {string} */
            readonly what: "site" | "radius" | "kinds" | "horizon" | "spreading";
        };
        readonly ExecuteRequest: {
            readonly inputs: {
                readonly [key: string]: unknown;
            };
            readonly outputs: {
                readonly [key: string]: components["schemas"]["OutputRequest"];
            };
            readonly response: string;
            readonly subscriber: unknown;
        };
        readonly Extent: {
            readonly spatial?: components["schemas"]["SpatialExtent"];
            readonly temporal?: components["schemas"]["TemporalExtent"];
        };
        readonly Feature: {
            readonly geometry: components["schemas"]["Geometry"] | null;
            readonly id: string;
            readonly links?: readonly components["schemas"]["Link"][];
            readonly properties: {
                /** @description Expected position error */
                readonly accuracy_m?: number | null;
                /** @description Category */
                readonly category?: string | null;
                /** @description Original coordinate system */
                readonly crs_original?: string | null;
                /**
                 * @description Horizon
                 * @enum {string|null}
                 */
                readonly horizon?: "now" | "2030" | "beyond" | null;
                /** @description Kind */
                readonly kind?: string | null;
                /** @description Where to put the label */
                readonly label_point?: readonly number[] | null;
                /** @description Licence */
                readonly licence?: string | null;
                /**
                 * @description How the geometry was got
                 * @enum {string|null}
                 */
                readonly method?: "official" | "osm" | "traced" | "digitised" | "schematic" | "estimate" | "unlocated" | "unknown" | null;
                /** @description English name */
                readonly name_en?: string | null;
                /** @description Pinyin */
                readonly name_py?: string | null;
                /** @description Pinyin initials */
                readonly name_py_initials?: string | null;
                /** @description Chinese name */
                readonly name_zh?: string | null;
                /** @description Note */
                readonly note?: string | null;
                /** @description Source terms are open */
                readonly open?: boolean | null;
                /** @description Clause id under /plan */
                readonly plan_clause?: string | null;
                /** @description Place in the plan */
                readonly plan_ref?: string | null;
                /** @description The plan's own words */
                readonly plan_text?: string | null;
                /** @description Retrieved */
                readonly retrieved?: string | null;
                /** @description Source */
                readonly source?: string | null;
                /**
                 * @description Status
                 * @enum {string|null}
                 */
                readonly status?: "existing" | "under_construction" | "planned" | "study" | "closed" | null;
                /** @description Status as the source words it */
                readonly status_note?: string | null;
            };
            /** @enum {string} */
            readonly type: "Feature";
        };
        readonly FeatureCollection: {
            readonly features: readonly components["schemas"]["Feature"][];
            readonly links?: readonly components["schemas"]["Link"][];
            readonly numberMatched?: number;
            readonly numberReturned?: number;
            /** @enum {string} */
            readonly type: "FeatureCollection";
        };
        readonly Function: {
            readonly arguments: readonly components["schemas"]["FunctionArgument"][];
            readonly description: string;
            readonly name: string;
            readonly returns: readonly string[];
        };
        readonly FunctionArgument: {
            readonly title: string;
            readonly type: readonly string[];
        };
        readonly FunctionList: {
            readonly functions: readonly components["schemas"]["Function"][];
            readonly links: readonly components["schemas"]["Link"][];
        };
        readonly Gain: {
            readonly covered: number;
            readonly demand: string;
            readonly share: number;
            readonly unit: string;
        };
        readonly Geometry: {
            readonly coordinates?: readonly unknown[];
            readonly geometries?: readonly components["schemas"]["Geometry"][];
            /** @enum {string} */
            readonly type: "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon" | "GeometryCollection";
        };
        readonly HealthDocument: {
            /** @enum {string} */
            readonly status: "ok";
        };
        readonly IndicatorDocument: {
            readonly attribute?: string;
            readonly by_map: components["schemas"]["MapAnswer"];
            readonly category: string;
            readonly id: string;
            readonly links?: readonly components["schemas"]["Link"][];
            readonly name_en: string;
            readonly name_zh: string;
            readonly number: number;
            readonly plan_clause: string;
            readonly rows?: readonly components["schemas"]["Row"][];
            readonly target?: string;
            readonly unit?: string;
        };
        readonly IndicatorList: {
            readonly aims: readonly components["schemas"]["AimDocument"][];
            readonly indicators: readonly components["schemas"]["IndicatorDocument"][];
            readonly plan_clause: string;
        };
        readonly IndicatorPart: {
            readonly attribute: string;
            readonly id: string;
            readonly name_en: string;
            readonly name_zh: string;
        };
        readonly InputDescription: {
            readonly description: string;
            readonly maxOccurs: number;
            readonly minOccurs: number;
            readonly schema: unknown;
            readonly title: string;
        };
        readonly JobList: {
            readonly jobs: readonly components["schemas"]["StatusInfo"][];
            readonly links: readonly components["schemas"]["Link"][];
        };
        readonly KindPart: {
            readonly added_covered: number;
            readonly added_share: number;
            readonly demand: string;
            readonly kind: string;
            readonly names_zh: readonly string[];
            readonly sites: number;
        };
        readonly LandingPage: {
            readonly attribution: string;
            readonly description: string;
            readonly links: readonly components["schemas"]["Link"][];
            readonly title: string;
        };
        readonly Limit: {
            readonly maxTileCol: number;
            readonly maxTileRow: number;
            readonly minTileCol: number;
            readonly minTileRow: number;
            readonly tileMatrix: string;
        };
        readonly Link: {
            readonly body?: unknown;
            readonly href: string;
            readonly method?: string;
            readonly rel: string;
            readonly templated?: boolean;
            readonly title?: string;
            readonly type?: string;
        };
        readonly LoadFault: {
            readonly at: components["schemas"]["Time"];
            readonly detail: string;
        };
        readonly MapAnswer: {
            readonly answers: boolean;
            readonly definition?: components["schemas"]["Text"];
            readonly denominator?: components["schemas"]["Text"];
            readonly layers?: readonly components["schemas"]["NeedPart"][];
            readonly missing?: readonly string[];
            readonly query?: string;
            readonly reason?: components["schemas"]["Text"];
            readonly value: components["schemas"]["MapValue"] | null;
        };
        readonly MapValue: {
            readonly band: components["schemas"]["Band"] | null;
            readonly digest: string;
            readonly of: components["schemas"]["Text"];
            readonly unit: string;
            readonly value: number;
        };
        readonly MatrixDocument: {
            readonly cellSize: number;
            readonly id: string;
            readonly matrixHeight: number;
            readonly matrixWidth: number;
            readonly pointOfOrigin: readonly number[];
            readonly scaleDenominator: number;
            readonly tileHeight: number;
            readonly tileWidth: number;
        };
        readonly MatrixSetDocument: {
            readonly crs: string;
            readonly id: string;
            readonly orderedAxes: readonly string[];
            readonly tileMatrices: readonly components["schemas"]["MatrixDocument"][];
            readonly title: string;
            readonly uri?: string;
            readonly wellKnownScaleSet?: string;
        };
        readonly MatrixSetEntry: {
            readonly crs: string;
            readonly id: string;
            readonly links: readonly components["schemas"]["Link"][];
            readonly title: string;
            readonly uri?: string;
        };
        readonly MatrixSetList: {
            readonly tileMatrixSets: readonly components["schemas"]["MatrixSetEntry"][];
        };
        readonly MethodPart: {
            readonly area: string;
            readonly area_boundary_method: string;
            readonly band: string;
            readonly counting: string;
            readonly crs: string;
            readonly decay?: string;
            readonly denominator: string;
            readonly distance: string;
            readonly fallback: readonly string[];
            readonly fetch: readonly string[];
            readonly network?: components["schemas"]["NetworkPart"];
            readonly one_site: string;
            readonly overlap: string;
            readonly rule: string;
            readonly sites: components["schemas"]["SitesMethod"];
            readonly surfaces: readonly components["schemas"]["SurfacePart"][];
        };
        readonly NearDocument: {
            readonly groups: readonly components["schemas"]["NearGroup"][];
            readonly method: components["schemas"]["NearMethod"];
            readonly number_matched: number;
            readonly point: readonly number[];
            readonly radius_m: number;
        };
        readonly NearGroup: {
            readonly collection: string;
            readonly features: readonly components["schemas"]["Feature"][];
            readonly items: string;
            readonly number_matched: number;
            readonly number_returned: number;
            readonly title_en: string;
            readonly title_zh: string;
        };
        readonly NearMethod: {
            readonly boundary: string;
            readonly distance: string;
        };
        readonly NearPlace: {
            readonly distance_m: number;
            readonly id: string;
            readonly name_en: string;
            readonly name_zh: string;
            readonly town_en: string;
            readonly town_zh: string;
        };
        readonly NeedPart: {
            readonly id: string;
            readonly what: components["schemas"]["Text"];
        };
        readonly NetworkPart: {
            readonly barriers: readonly string[];
            readonly collections: readonly string[];
            readonly km: number;
            readonly km_per_km2: number;
            readonly long_legs_share: number;
            readonly longest_leg_m: number;
            readonly parts: number;
            readonly unjoined_share: number;
        };
        readonly NewSite: {
            readonly alone: number;
            readonly at: readonly number[];
            readonly covered: number;
            readonly gain: number;
            readonly id: string;
            readonly near: components["schemas"]["NearPlace"] | null;
            readonly rank: number;
            readonly share: number;
        };
        readonly OutputDescription: {
            readonly description: string;
            readonly schema: unknown;
            readonly title: string;
        };
        readonly OutputFormat: {
            readonly encoding: string;
            readonly mediaType: string;
            readonly schema: unknown;
        };
        readonly OutputRequest: {
            readonly format: components["schemas"]["OutputFormat"];
            readonly transmissionMode: string;
        };
        readonly PlanDocument: {
            readonly clauses: readonly components["schemas"]["Clause"][];
            readonly links: readonly components["schemas"]["Link"][];
            readonly number_of_clauses: number;
        };
        readonly Problem: {
            readonly allowed?: readonly string[];
            readonly detail?: string;
            readonly field?: string;
            readonly instance?: string;
            readonly position?: number;
            readonly status: number;
            readonly title: string;
            readonly type: string;
        };
        readonly ProcessDescription: {
            readonly description: string;
            readonly id: string;
            readonly inputs: {
                readonly [key: string]: components["schemas"]["InputDescription"];
            };
            readonly jobControlOptions: readonly string[];
            readonly links: readonly components["schemas"]["Link"][];
            readonly outputs: {
                readonly [key: string]: components["schemas"]["OutputDescription"];
            };
            readonly outputTransmission: readonly string[];
            readonly title: string;
            readonly version: string;
        };
        readonly ProcessList: {
            readonly links: readonly components["schemas"]["Link"][];
            readonly processes: readonly components["schemas"]["ProcessSummary"][];
        };
        readonly ProcessSummary: {
            readonly description: string;
            readonly id: string;
            readonly jobControlOptions: readonly string[];
            readonly links: readonly components["schemas"]["Link"][];
            readonly outputTransmission: readonly string[];
            readonly title: string;
            readonly version: string;
        };
        readonly PropertyDocument: {
            readonly description?: string;
            readonly enum?: readonly string[];
            readonly format?: string;
            readonly items?: components["schemas"]["PropertyDocument"];
            readonly maxItems?: number;
            readonly minItems?: number;
            readonly title?: string;
            readonly type?: string;
            readonly "x-ogc-role"?: string;
            readonly "x-ogc-title-en"?: string;
            readonly "x-ogc-title-zh"?: string;
            readonly "x-ogc-unit"?: string;
            readonly "x-ogc-unit-text"?: string;
        };
        readonly Provenance: {
            readonly accuracy_m: number | null;
            readonly crs_original: string;
            readonly licence: string;
            /** @enum {string} */
            readonly method: "official" | "osm" | "traced" | "digitised" | "schematic" | "estimate" | "unlocated" | "unknown";
            readonly open: boolean | null;
            readonly retrieved: string;
            readonly source: string;
        };
        readonly ReadyDocument: {
            readonly data: string;
            readonly reload?: components["schemas"]["ReloadDocument"];
            readonly status: string;
        };
        readonly Reason: {
            readonly code: string;
            readonly en: string;
            readonly zh: string;
        };
        readonly ReloadDocument: {
            readonly fault?: components["schemas"]["LoadFault"];
            readonly loaded: components["schemas"]["Time"];
        };
        readonly ResultPart: {
            readonly band: components["schemas"]["Band"];
            readonly covered: number;
            readonly demand: string;
            readonly kind: string;
            readonly rules: readonly components["schemas"]["RulePart"][];
            readonly share: number;
            readonly total: number;
            readonly unit: string;
        };
        readonly Row: {
            readonly name_en: string;
            readonly name_zh: string;
            readonly target: string;
            readonly unit?: string;
        };
        readonly RulePart: {
            readonly covered: number;
            readonly property: string;
            readonly share: number;
            readonly total: number;
        };
        readonly SchemaDocument: {
            readonly $id: string;
            readonly $schema: string;
            readonly additionalProperties: boolean;
            readonly description?: string;
            readonly properties: {
                readonly [key: string]: components["schemas"]["PropertyDocument"];
            };
            readonly title: string;
            /** @enum {string} */
            readonly type: "object";
        };
        readonly SensitivityDocument: {
            readonly area: components["schemas"]["AreaPart"];
            readonly digest: string;
            readonly effects: readonly components["schemas"]["EffectPart"][];
            readonly horizon: string;
            readonly kinds: readonly string[];
            readonly method: components["schemas"]["SensitivityMethod"];
            readonly radius_m: number;
            readonly result: components["schemas"]["SitingResult"];
            /** @enum {string} */
            readonly rule: "circle" | "walk";
            readonly warnings: readonly components["schemas"]["Reason"][];
        };
        readonly SensitivityMethod: {
            readonly coverage: components["schemas"]["MethodPart"];
            readonly rule: string;
        };
        readonly SitePart: {
            readonly accuracy_m: number | null;
            readonly exclusive: number;
            readonly horizon: string;
            readonly id: string;
            readonly lat: number;
            readonly lon: number;
            readonly members: readonly string[];
            /** @enum {string} */
            readonly method: "official" | "osm" | "traced" | "digitised" | "schematic" | "estimate" | "unlocated" | "unknown" | "what-if";
            readonly name_en: string;
            readonly name_zh: string;
            readonly shared: number;
        };
        readonly SitesMethod: {
            readonly by_method: {
                readonly [key: string]: number;
            };
            readonly collection: string;
            readonly count: number;
            readonly max_accuracy_m: number;
        };
        readonly SitingBound: {
            readonly any_spacing_share: number;
            readonly covered: number;
            readonly gap: number;
            readonly share: number;
        };
        readonly SitingDocument: {
            readonly area: components["schemas"]["AreaPart"];
            readonly base: components["schemas"]["SitingResult"];
            readonly bound: components["schemas"]["SitingBound"];
            readonly digest: string;
            readonly exact: boolean;
            readonly horizon: string;
            readonly k: number;
            readonly kinds: readonly string[];
            readonly method: components["schemas"]["SitingMethod"];
            readonly radius_m: number;
            readonly result: components["schemas"]["SitingResult"];
            /** @enum {string} */
            readonly rule: "circle" | "walk";
            readonly sites: readonly components["schemas"]["NewSite"][];
            readonly target: components["schemas"]["TargetPart"];
            readonly warnings: readonly components["schemas"]["Reason"][];
        };
        readonly SitingMethod: {
            readonly bound: string;
            readonly candidates: string;
            readonly candidates_count: number;
            readonly coverage: components["schemas"]["MethodPart"];
            readonly nodes: number;
            readonly problem: string;
            readonly search: string;
            readonly spacing_m: number;
        };
        readonly SitingResult: {
            readonly band: components["schemas"]["Band"];
            readonly covered: number;
            readonly demand: string;
            readonly share: number;
            readonly total: number;
            readonly unit: string;
        };
        readonly SpatialExtent: {
            readonly bbox: readonly (readonly number[])[];
            readonly crs: string;
        };
        readonly StatusInfo: {
            readonly created: string;
            readonly finished?: string;
            readonly jobID: string;
            readonly links: readonly components["schemas"]["Link"][];
            readonly message?: string;
            readonly processID: string;
            readonly progress: number;
            readonly started?: string;
            readonly status: string;
            readonly type: string;
            readonly updated: string;
        };
        readonly StyleEntry: {
            readonly id: string;
            readonly links: readonly components["schemas"]["Link"][];
            readonly title: string;
        };
        readonly StyleList: {
            readonly links: readonly components["schemas"]["Link"][];
            readonly styles: readonly components["schemas"]["StyleEntry"][];
        };
        readonly SurfacePart: {
            readonly collection: string;
            readonly counting: string;
            readonly id: string;
            readonly notes: components["schemas"]["Text"];
            readonly properties: readonly string[];
            readonly provenance: components["schemas"]["Provenance"];
            readonly year: number;
        };
        readonly TargetPart: {
            readonly unit: string;
            readonly value: number | null;
            readonly words: string;
        };
        readonly TemporalExtent: {
            readonly interval: readonly (readonly (string | null)[])[];
            readonly trs: string;
        };
        readonly Text: {
            readonly en: string;
            readonly zh: string;
        };
        readonly TileJSON: {
            readonly attribution?: string;
            readonly bounds: readonly number[];
            readonly center: readonly number[];
            readonly description?: string;
            readonly dropped?: readonly components["schemas"]["ZoomDropped"][];
            readonly maxzoom: number;
            readonly minzoom: number;
            readonly name?: string;
            readonly scheme: string;
            readonly tilejson: string;
            readonly tiles: readonly string[];
            readonly vector_layers: readonly components["schemas"]["VectorLayer"][];
        };
        readonly TileLayerDocument: {
            /** @enum {string} */
            readonly dataType: "vector";
            readonly id: string;
            readonly propertiesSchema: {
                readonly properties: {
                    readonly [key: string]: components["schemas"]["PropertyDocument"];
                };
                /** @enum {string} */
                readonly type: "object";
            };
            readonly title: string;
        };
        readonly TileSetDocument: {
            readonly attribution?: string;
            readonly crs: string;
            /** @enum {string} */
            readonly dataType: "vector";
            readonly layers?: readonly components["schemas"]["TileLayerDocument"][];
            readonly links: readonly components["schemas"]["Link"][];
            readonly tileMatrixSetId?: string;
            readonly tileMatrixSetLimits?: readonly components["schemas"]["Limit"][];
            readonly tileMatrixSetURI?: string;
            readonly title: string;
        };
        readonly TileSetList: {
            readonly links: readonly components["schemas"]["Link"][];
            readonly tilesets: readonly components["schemas"]["TileSetDocument"][];
        };
        readonly Time: Record<string, never>;
        readonly VectorLayer: {
            readonly description?: string;
            readonly fields: {
                readonly [key: string]: string;
            };
            readonly id: string;
            readonly maxzoom: number;
            readonly minzoom: number;
        };
        readonly VersionDocument: {
            readonly data: string;
            readonly version: string;
        };
        readonly Weighted: {
            readonly band: components["schemas"]["Band"];
            readonly covered: number;
            readonly demand: string;
            readonly share: number;
            readonly total: number;
            readonly unit: string;
        };
        readonly WhatIf: {
            readonly base: components["schemas"]["WhatIfBase"];
            readonly difference: components["schemas"]["Gain"];
            readonly edits: readonly components["schemas"]["EditPart"][];
        };
        readonly WhatIfBase: {
            readonly combined: components["schemas"]["CombinedPart"] | null;
            readonly results: readonly components["schemas"]["ResultPart"][];
        };
        readonly ZoomCertificate: {
            readonly bytes: number;
            readonly dropped: number | null;
            readonly empty: number;
            readonly features: number;
            readonly largest: number;
            readonly thinned: number | null;
            readonly tiles: number;
            readonly zoom: number;
        };
        readonly ZoomDropped: {
            readonly dropped: number;
            readonly thinned: number;
            readonly zoom: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
};
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
