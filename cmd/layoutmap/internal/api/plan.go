package api

import (
	"fmt"
	"net/url"

	"layoutmap/layers/plan"
)

type planDocument struct {
	NumberOfClauses int           `json:"number_of_clauses"`
	Clauses         []plan.Clause `json:"clauses"`
	Links           []link        `json:"links"`
}

type clauseDocument struct {
	plan.Clause
	Links []link `json:"links"`
}

// planText lists the plan's clauses in reading order.
func (r *request) planText() error {
	p := r.server.Plan
	if r.format() == "html" {
		return r.sendHTML("plan", p)
	}
	return r.sendJSON(mediaJSON, planDocument{
		NumberOfClauses: len(p.Clauses), Clauses: append([]plan.Clause{}, p.Clauses...),
		Links: []link{{Href: r.url("/plan"), Rel: "self", Type: mediaJSON}, {Href: r.url("/indicators"), Rel: "related", Type: mediaJSON}},
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
		return r.sendJSON(mediaJSON, clauseDocument{all[i], links})
	}
	return notFound("clause", fmt.Sprintf("the plan has no clause %q; /plan lists them", id))
}
