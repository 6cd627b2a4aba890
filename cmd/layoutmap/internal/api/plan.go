package api

import (
	"fmt"
	"net/url"

	"layoutmap/layers/plan"
)

// planText lists the plan's clauses in reading order.
func (r *request) planText() error {
	p := r.server.Plan
	if r.format() == "html" {
		return r.sendHTML("plan", p)
	}
	return r.sendJSON(mediaJSON, map[string]any{
		"number_of_clauses": len(p.Clauses), "clauses": p.Clauses,
		"links": []link{{Href: r.url("/plan"), Rel: "self", Type: mediaJSON}, {Href: r.url("/indicators"), Rel: "related", Type: mediaJSON}},
	})
}

// clause answers one clause with its neighbours.
func (r *request) clause() error {
	id := r.Param("clause")
	all := r.server.Plan.Clauses
	for i := range all {
		if all[i].ID != id {
			continue
		}
		if r.format() == "html" {
			return r.sendHTML("clause", all[i])
		}
		links := []link{{Href: r.self(), Rel: "self", Type: mediaJSON}, {Href: r.url("/plan"), Rel: "collection", Type: mediaJSON}}
		if i > 0 {
			links = append(links, link{Href: r.url("/plan/" + url.PathEscape(all[i-1].ID)), Rel: "prev", Type: mediaJSON, Title: all[i-1].Heading})
		}
		if i+1 < len(all) {
			links = append(links, link{Href: r.url("/plan/" + url.PathEscape(all[i+1].ID)), Rel: "next", Type: mediaJSON, Title: all[i+1].Heading})
		}
		return r.sendJSON(mediaJSON, struct {
			plan.Clause
			Links []link `json:"links"`
		}{all[i], links})
	}
	return notFound("clause", fmt.Sprintf("the plan has no clause %q; /plan lists them", id))
}

// indicators lists the plan's indicators; those that the map answers link to the question.
func (r *request) indicators() error {
	type answered struct {
		plan.Indicator
		Links []link `json:"links,omitempty"`
	}
	var list []answered
	for _, in := range r.server.Plan.Indicators {
		a := answered{Indicator: in}
		if in.ID == coverageIndicator {
			a.Links = []link{{Href: r.url("/coverage"), Rel: "related", Type: mediaJSON, Title: "people within 500 m of a rail station; jobs have no public figures by place"}}
		}
		list = append(list, a)
	}
	if r.format() == "html" {
		return r.sendHTML("indicators", r.server.Plan.Indicators)
	}
	return r.sendJSON(mediaJSON, map[string]any{"plan_clause": "table-1-1", "indicators": list})
}
