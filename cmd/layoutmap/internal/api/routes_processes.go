package api

// processRoutes are the addresses of OGC API – Processes, with the layers of
// finished jobs, which are asked as any collection is.
func processRoutes() []route {
	const tag, result = "Processes", "/jobs/{jobId}/results/{collectionId}"
	one := []string{"json"}
	return []route{
		{id: "getProcesses", path: "/processes", tag: tag, summary: "The processes", formats: one, answer: processList{}, params: []param{limitParam}, handle: (*request).processes},
		{id: "getProcess", path: "/processes/{processId}", tag: tag, summary: "What a process takes and gives", formats: one, answer: processDescription{}, handle: (*request).process},
		{id: "execute", method: "POST", path: "/processes/{processId}/execution", tag: tag, summary: "Run a process: at once, or as a job with Prefer: respond-async",
			formats: analysisFormats, answer: processAnswer{}, params: []param{bomParam}, body: &requestBody{max: maxExecuteBody, content: executeRequest{}}, created: statusInfo{}, handle: (*request).execute},
		{id: "getJobs", path: "/jobs", tag: tag, summary: "The jobs, the newest first", formats: one, answer: jobList{}, params: jobListParams(), handle: (*request).jobs},
		{id: "getJob", path: "/jobs/{jobId}", tag: tag, summary: "How far a job is", formats: one, answer: statusInfo{}, cheap: true, handle: (*request).job},
		{id: "dismissJob", method: "DELETE", path: "/jobs/{jobId}", tag: tag, summary: "Cancel a job, or forget one that is over", formats: one, answer: statusInfo{}, cheap: true, handle: (*request).dismissJob},
		{id: "getJobResults", path: "/jobs/{jobId}/results", tag: tag, summary: "What a job found", formats: analysisFormats, answer: processAnswer{}, params: []param{bomParam, partsParam()}, handle: (*request).jobResults},
		{id: "getResultLayer", path: result, tag: tag, summary: "One layer of a job's result", formats: one, answer: collection{}, handle: (*request).collectionPage},
		{id: "getResultItems", path: result + "/items", tag: tag, summary: "Features of a result layer", formats: itemFormats(), answer: featureCollection{}, byLayer: true, params: itemParams(), handle: (*request).items},
		{id: "getResultItem", path: result + "/items/{featureId}", tag: tag, summary: "One feature of a result layer", formats: []string{"geojson", "json", "html"}, answer: feature{}, params: []param{crsParam()}, handle: (*request).item},
		{id: "getResultSchema", path: result + "/schema", tag: tag, summary: "JSON Schema of a result layer's features", formats: []string{"schema"}, answer: schemaDocument{}, handle: (*request).schema},
		{id: "getResultQueryables", path: result + "/queryables", tag: tag, summary: "What a filter on a result layer may name", formats: []string{"schema"}, answer: schemaDocument{}, handle: (*request).queryables},
		{id: "getResultSortables", path: result + "/sortables", tag: tag, summary: "What sortby on a result layer may name", formats: []string{"schema"}, answer: schemaDocument{}, handle: (*request).sortables},
		{id: "getResultTileSets", path: result + "/tiles", tag: tag, summary: "Tilesets of a result layer", formats: one, answer: tileSetList{}, handle: (*request).tileSets},
		{id: "getResultTileSet", path: result + "/tiles/{tileMatrixSetId}", tag: tag, summary: "Tileset of a result layer", formats: one, answer: tileSetDocument{}, handle: (*request).tileSet},
		{id: "getResultTile", path: result + "/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}", tag: tag, summary: "Vector tile of a result layer", media: mediaMVT, cheap: true, handle: (*request).ogcTile},
	}
}

// processAnswer is what an execution answers: the document of the process, or
// with response: document an object that holds it under the output's name.
type processAnswer struct{}

func (processAnswer) jsonSchema(s *answerSchemas) map[string]any {
	var all []any
	for _, doc := range []any{coverageDocument{}, sitingDocument{}, curveDocument{}, catchmentDocument{}, sensitivityDocument{}} {
		all = append(all, s.ofValue(doc))
	}
	return map[string]any{"anyOf": append(all, map[string]any{"type": "object"})}
}
