package api

import (
	"math"
	"net/url"

	"layoutmap/geo/coverage"

	"github.com/paulmach/orb"
)

// coverageDocument is the answer, in the order it is read.
type coverageDocument struct {
	Indicator      indicatorPart `json:"indicator"`
	Target         targetPart    `json:"target"`
	Horizon        string        `json:"horizon"`
	RadiusM        float64       `json:"radius_m"`
	Rule           string        `json:"rule" enum:"circle,walk"`
	From           string        `json:"from" enum:"centre,entrances"`
	Decay          string        `json:"decay"`
	Kinds          []string      `json:"kinds"`
	Area           areaPart      `json:"area"`
	ByWhat         string        `json:"by_what"` // towns, zones, a layer's id or none
	Results        []resultPart  `json:"results"`
	Combined       *combinedPart `json:"combined"`
	CombinedReason *reason       `json:"combined_reason"`
	AreaKM2        areaKM2       `json:"area_km2"`
	By             []areaShare   `json:"by"`
	Sites          []sitePart    `json:"sites"`
	OtherKinds     []kindPart    `json:"other_kinds"`
	Weighted       []weighted    `json:"weighted,omitempty"` // with a decay
	WhatIf         *whatIf       `json:"what_if,omitempty"`
	Warnings       []warning     `json:"warnings"`
	Method         methodPart    `json:"method"`
	Digest         string        `json:"digest"`
}

type indicatorPart struct {
	ID        string `json:"id"`
	NameZH    string `json:"name_zh"`
	NameEN    string `json:"name_en"`
	Attribute string `json:"attribute"`
}

type targetPart struct {
	Value *float64 `json:"value"`
	Unit  string   `json:"unit"`
	Words string   `json:"words"` // the plan's own
}

type areaPart struct {
	ID     string `json:"id"`
	NameZH string `json:"name_zh"`
	NameEN string `json:"name_en"`
}

type band struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// resultPart is one demand surface's share; shares are in percent, unrounded.
type resultPart struct {
	Demand  string     `json:"demand"`
	Kind    string     `json:"kind"`
	Unit    string     `json:"unit"`
	Covered float64    `json:"covered"`
	Total   float64    `json:"total"`
	Share   float64    `json:"share"`
	Band    band       `json:"band"`
	Rules   []rulePart `json:"rules"` // the band's members: one per spreading rule
}

type rulePart struct {
	Property string  `json:"property"`
	Covered  float64 `json:"covered"`
	Total    float64 `json:"total"`
	Share    float64 `json:"share"`
}

type combinedPart struct {
	Covered float64 `json:"covered"`
	Total   float64 `json:"total"`
	Share   float64 `json:"share"`
}

type reason struct {
	Code string `json:"code"`
	ZH   string `json:"zh"`
	EN   string `json:"en"`
}

type warning = reason

type areaKM2 struct {
	Covered *float64 `json:"covered"` // null on foot: a share of ground is not worked out
	Total   float64  `json:"total"`
}

type areaShare struct {
	ID      string   `json:"id"`
	NameZH  string   `json:"name_zh"`
	NameEN  string   `json:"name_en"`
	Covered float64  `json:"covered"`
	Total   float64  `json:"total"`
	Share   *float64 `json:"share"` // null where the area holds no demand
}

type sitePart struct {
	ID        string   `json:"id"`
	Members   []string `json:"members"`
	NameZH    string   `json:"name_zh"`
	NameEN    string   `json:"name_en"`
	Lon       float64  `json:"lon"`
	Lat       float64  `json:"lat"`
	Horizon   string   `json:"horizon"`
	Method    string   `json:"method" enum:"official,osm,traced,digitised,schematic,estimate,unlocated,unknown,what-if"`
	AccuracyM *float64 `json:"accuracy_m"`
	Exclusive float64  `json:"exclusive"` // demand that only this site covers
	Shared    float64  `json:"shared"`    // demand that this site and another cover
}

type kindPart struct {
	Kind         string   `json:"kind"`
	Sites        int      `json:"sites"`
	NamesZH      []string `json:"names_zh"`
	Demand       string   `json:"demand"`
	AddedCovered float64  `json:"added_covered"`
	AddedShare   float64  `json:"added_share"` // percentage points
}

// whole takes off what binary fractions add to a sum of decimal ones: amounts
// are served to a millionth. Shares are worked out before and stay as they are.
func whole(amount float64) float64 { return math.Round(amount*1e6) / 1e6 }

func resultOf(s *demandSurface, rep coverage.Report) resultPart {
	first := rep.Amounts[0]
	out := resultPart{
		Demand: s.spec.ID, Kind: s.spec.Kind, Unit: s.spec.Unit,
		Covered: whole(first.Covered), Total: whole(first.Total), Share: first.Share, Band: band{rep.Low, rep.High},
	}
	for _, a := range rep.Amounts {
		out.Rules = append(out.Rules, rulePart{a.Name, whole(a.Covered), whole(a.Total), a.Share})
	}
	return out
}

// combine adds people and jobs where both are there, and says why not where one is missing.
func combine(byKind map[string]coverage.Report) (*combinedPart, *reason) {
	people, hasPeople := byKind["people"]
	jobs, hasJobs := byKind["jobs"]
	switch {
	case !hasJobs:
		return nil, &reason{"no-jobs", "没有按地点公开的岗位数据，只计算人口；指标含人口和岗位，此处不是指标值。",
			"No figures of jobs by place are public: people only. The indicator counts people and jobs, so this is not its value."}
	case !hasPeople:
		return nil, &reason{"no-people", "没有人口数据，只计算岗位。", "There is no surface of people: jobs only."}
	}
	p, j := people.Amounts[0], jobs.Amounts[0]
	c := combinedPart{Covered: whole(p.Covered + j.Covered), Total: whole(p.Total + j.Total)}
	c.Share = 100 * c.Covered / c.Total
	return &c, nil
}

// shares are the parts of a report, with the names of the areas.
func (b breakdown) shares(rep coverage.Report) []areaShare {
	out := []areaShare{}
	for i, r := range rep.By {
		part := areaShare{ID: r.ID, NameZH: b.areas[i].nameZH, NameEN: b.areas[i].nameEN, Covered: whole(r.Covered), Total: whole(r.Total)}
		if r.Total > 0 {
			share := 100 * r.Covered / r.Total
			part.Share = &share
		}
		out = append(out, part)
	}
	return out
}

// siteParts lists the sites whose catchment reaches demand of the study area.
func siteParts(set siteSet, rep coverage.Report) []sitePart {
	out := []sitePart{}
	for i, s := range rep.Sites {
		if s.Points == 0 {
			continue
		}
		at, about := set.sites[i].At, set.about(s.ID)
		out = append(out, sitePart{
			ID: s.ID, Members: s.Members, NameZH: about.nameZH, NameEN: about.nameEN, Lon: at[0], Lat: at[1],
			Horizon: about.horizon, Method: about.method, AccuracyM: about.accuracy, Exclusive: whole(s.Exclusive), Shared: whole(s.Shared),
		})
	}
	return out
}

func roundPoint(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]*1e6) / 1e6, math.Round(p[1]*1e6) / 1e6}
}

// fetch lists the addresses that give everything of the catalog the answer was
// counted from.
func (q *coverageQuery) fetch(base string) []string {
	at := func(collection string) string {
		return base + "/collections/" + url.PathEscape(collection) + "/items?limit=10000"
	}
	out := []string{}
	if q.stops.ID != postedID {
		out = append(out, at(q.stops.ID))
	}
	for _, s := range q.demand {
		if !s.posted {
			out = append(out, at(s.layer.ID))
		}
	}
	if q.area.collection != "" {
		out = append(out, at(q.area.collection))
	}
	return out
}
