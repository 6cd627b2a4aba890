package api

import (
	"fmt"
	"slices"
)

// addTokens declares the query parameters that clients put on every address
// for servers with a login, such as ArcGIS's token. They mean nothing here:
// they are taken, ignored, and left out of links, so that no answer hands a
// secret on.
func (s *Server) addTokens() error {
	for i := range s.routes {
		rt := &s.routes[i]
		for _, name := range s.TokenParams {
			if slices.Contains(rt.paramNames(), name) || name == "" || name == "f" {
				return fmt.Errorf("api: token parameter %q has a meaning of its own", name)
			}
			rt.params = append(slices.Clip(rt.params), param{name: name, doc: "Accepted and ignored.", schema: map[string]any{"type": "string"}})
		}
	}
	return nil
}

// dropTokens forgets what was given for them.
func (r *request) dropTokens() {
	for _, name := range r.server.TokenParams {
		delete(r.query, name)
	}
}
