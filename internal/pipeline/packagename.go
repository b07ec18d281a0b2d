package pipeline

import (
	"fmt"
	"go/token"
)

// CheckPackageName refuses names under which a package could not be imported.
func CheckPackageName(name string) error {
	const remedy = "choose a short lower-case name such as " + DefaultPackage
	switch {
	case token.IsKeyword(name):
		return fmt.Errorf("package %s: this is a keyword of Go; %s", name, remedy)
	case !token.IsIdentifier(name):
		return fmt.Errorf("package %q: this is not a Go identifier; %s", name, remedy)
	case name == "_" || name == "main" || name == "documentation":
		return fmt.Errorf("package %s: a package of this name cannot be imported; %s", name, remedy)
	}
	return nil
}
