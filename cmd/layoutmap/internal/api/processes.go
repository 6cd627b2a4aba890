package api

import (
	"context"
	"fmt"
	"strings"

	"layoutmap/layers"
)

// process is one analysis as OGC API – Processes describes it. The table of
// processes is the single place that says what an analysis takes and gives; GET
// addresses, execution, jobs and the command line all run what is there.
type process struct {
	id     string
	title  layers.Text
	doc    string
	inputs []param
	output string   // name of its one output
	drawn  []string // parts of f=geojson when none are named
	layers []string // all its parts; each is a layer of a finished job
	read   func(*coverageService, inputs) (work, error)
}

// work is a question that is read and checked, ready to be worked out.
type work func(context.Context, progress) (analysis, error)

// prepare checks the inputs.
func (p process) prepare(s *coverageService, in inputs) (work, error) {
	if err := in.only(p.inputs); err != nil {
		return nil, err
	}
	return p.read(s, in)
}

func coverageProcess() process {
	return process{
		id: "coverage", title: text2("覆盖率", "Coverage"), output: "coverage",
		doc:    "Which share of the demand (people, jobs) lies within reach of a set of sites, by area and by site, with the difference that edits of the sites make.",
		inputs: coverageInputs(), drawn: []string{partCatchments}, layers: []string{partCatchments, partSites, partGaps, partGains},
		read: (*coverageService).readCoverage,
	}
}

func sitingProcess() process {
	return process{
		id: "siting", title: text2("选址", "Siting"), output: "siting",
		doc:    "The k places for new sites that together bring most of the demand into reach that no site covers (maximal covering location), with a bound on how much better any choice could be.",
		inputs: sitingInputs(), drawn: []string{partGains, partCatchments}, layers: []string{partGains, partCatchments},
		read: (*coverageService).readSiting,
	}
}

func curveProcess() process {
	return process{
		id: "curve", title: text2("覆盖曲线", "Coverage curve"), output: "curve",
		doc:    "Share of the demand against the radius, for several horizons at once.",
		inputs: curveInputs(), drawn: []string{}, layers: []string{},
		read: (*coverageService).readCurve,
	}
}

func catchmentProcess() process {
	return process{
		id: "catchment", title: text2("服务范围", "Catchments"), output: "catchments",
		doc:    "The area that each site serves, as polygons to draw. Counting never uses them.",
		inputs: catchmentInputs(), drawn: []string{partCatchments}, layers: []string{partCatchments, partSites},
		read: (*coverageService).readCatchment,
	}
}

func sensitivityProcess() process {
	return process{
		id: "sensitivity", title: text2("敏感性", "Sensitivity"), output: "sensitivity",
		doc:    "What moves the share most: each site closed, other radii, kinds of station, horizons and spreading rules, one change at a time.",
		inputs: sensitivityInputs(), drawn: []string{}, layers: []string{},
		read: (*coverageService).readSensitivity,
	}
}

// processTable lists the processes in the order they are shown.
func processTable() []process {
	return []process{coverageProcess(), sitingProcess(), curveProcess(), catchmentProcess(), sensitivityProcess()}
}

// processVersion is that of all processes: a change of what an answer means raises it.
const processVersion = "1.0.0"

// processSummary, processDescription and the rest are the documents of OGC API –
// Processes Part 1 (OGC 18-062r2), clauses 7.9 to 7.13.
type processSummary struct {
	ID                 string   `json:"id"`
	Title              string   `json:"title"`
	Description        string   `json:"description"`
	Version            string   `json:"version"`
	JobControlOptions  []string `json:"jobControlOptions"`
	OutputTransmission []string `json:"outputTransmission"`
	Links              []link   `json:"links"`
}

type processDescription struct {
	processSummary
	Inputs  orderedInputs  `json:"inputs"`
	Outputs orderedOutputs `json:"outputs"`
}

type orderedInputs []param

type inputDescription struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	MinOccurs   int    `json:"minOccurs"`
	MaxOccurs   int    `json:"maxOccurs"`
	Schema      any    `json:"schema"`
}

// MarshalJSON writes the inputs in the order of the table.
func (o orderedInputs) MarshalJSON() ([]byte, error) {
	var out object
	for _, p := range o {
		d := inputDescription{Title: p.name, Description: p.doc, MaxOccurs: 1, Schema: p.inputSchema()}
		if p.required {
			d.MinOccurs = 1
		}
		out = append(out, member{p.name, d})
	}
	return out.MarshalJSON()
}

func (orderedInputs) jsonSchema(s *answerSchemas) map[string]any {
	return map[string]any{"type": "object", "additionalProperties": s.ofValue(inputDescription{})}
}

type orderedOutputs []outputDescription

func (orderedOutputs) jsonSchema(s *answerSchemas) map[string]any {
	return map[string]any{"type": "object", "additionalProperties": s.ofValue(outputDescription{})}
}

type outputDescription struct {
	name        string
	Title       string `json:"title"`
	Description string `json:"description"`
	Schema      any    `json:"schema"`
}

// MarshalJSON writes the outputs by name.
func (o orderedOutputs) MarshalJSON() ([]byte, error) {
	var out object
	for _, d := range o {
		out = append(out, member{d.name, d})
	}
	return out.MarshalJSON()
}

func (r *request) summaryOf(p process) processSummary {
	at := r.url("/processes/" + p.id)
	return processSummary{
		ID: p.id, Title: p.title.ZH + " · " + p.title.EN, Description: p.doc, Version: processVersion,
		JobControlOptions: []string{"sync-execute", "async-execute", "dismiss"}, OutputTransmission: []string{"value"},
		Links: []link{
			{Href: at, Rel: "self", Type: mediaJSON},
			{Href: at + "/execution", Rel: relExecute, Type: mediaJSON, Title: "execution"},
			{Href: r.url("/jobs?processID=" + p.id), Rel: relJobList, Type: mediaJSON, Title: "jobs of this process"},
		},
	}
}

const (
	relProcesses = "http://www.opengis.net/def/rel/ogc/1.0/processes"
	relExecute   = "http://www.opengis.net/def/rel/ogc/1.0/execute"
	relJobList   = "http://www.opengis.net/def/rel/ogc/1.0/job-list"
	relResults   = "http://www.opengis.net/def/rel/ogc/1.0/results"
)

// processList is the answer of /processes.
type processList struct {
	Processes []processSummary `json:"processes"`
	Links     []link           `json:"links"`
}

// processes lists the processes.
func (r *request) processes() error {
	limit, err := r.limit(defaultLimit)
	if err != nil {
		return err
	}
	doc := processList{Processes: []processSummary{}, Links: []link{{Href: r.self(), Rel: "self", Type: mediaJSON}}}
	for i, p := range processTable() {
		if i < limit {
			doc.Processes = append(doc.Processes, r.summaryOf(p))
		}
	}
	return r.sendJSON(mediaJSON, doc)
}

// processOf finds the process the path names.
func (r *request) processOf() (process, error) {
	id := r.Param("processId")
	var names []string
	for _, p := range processTable() {
		if p.id == id {
			return p, nil
		}
		names = append(names, p.id)
	}
	return process{}, &fault{Type: exceptionBase + "no-such-process", Status: 404, Title: "No such process", Field: "processId",
		Detail: fmt.Sprintf("there is no process %q; there are %s", id, strings.Join(names, ", ")), Allowed: names}
}

// exceptionBase starts the exception types of OGC API – Processes Part 1.
const exceptionBase = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/"

// process describes one process.
func (r *request) process() error {
	p, err := r.processOf()
	if err != nil {
		return err
	}
	formats := []map[string]any{}
	for _, f := range analysisFormats {
		media, _, _ := strings.Cut(formatMedia[f], ";")
		schema := map[string]any{"type": "string", "contentMediaType": media}
		if f == "json" || f == "geojson" {
			schema = map[string]any{"type": "object", "contentMediaType": media}
		}
		formats = append(formats, schema)
	}
	return r.sendJSON(mediaJSON, processDescription{r.summaryOf(p), p.inputs, orderedOutputs{{p.output, p.title.ZH + " · " + p.title.EN, p.doc, map[string]any{"oneOf": formats}}}})
}
