package golden_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// wordsToAvoid are phrases that read as if they were translated, with what to write instead.
var wordsToAvoid = []struct{ pattern, instead string }{
	{`\banew\b|\bafresh\b`, "again"},
	{`\bwho(so)?ever\b`, "anyone who, or the noun"},
	{`(?:^|[.;:!?] )(Who|What|Whose) [^.?!]*\.(?: |$)`, "begin with a noun"},
	{`\b(?:is|are|was|were) no (?:[a-z]+)`, "is not a, are not"},
	{`[,;:] for (?:it|they|there|he|she|we|that|this|these|those|nobody|nothing|libzmq|Go|C) (?:is|are|was|were|has|have|can|cannot|does|do|would|will|must)\b`, "because"},
	{`\bbut for\b`, "except"},
	{`\b(?:stands?|stood) (?:in|on|at|before|beside|behind|there|above|below|with|as)\b`, "is"},
	{`\b(?:lies?|lay) (?:in|on|at|within)\b`, "is"},
	{`\b(?:mend(?:s|ed|ing)?) `, "fix"},
	{`\b(?:gives?|gave|giving|given) way\b`, "yield"},
	{`\bprolongs?\b`, "extend"},
	{`\bfor want of\b`, "for lack of"},
	{`\bamid(?:st)?\b|\bin the midst\b`, "in the middle of, during"},
	{`\bseldom\b`, "rarely"},
	{`\bone's own\b`, "your own, its own"},
	{`\b(?:tells?|told) of\b`, "report"},
	{`\b(?:takes?|took|taken) in news\b`, "process commands"},
	{`\bas good as\b`, "like, almost"},
	{`\bhas not (?:the|a|an|any)\b`, "does not have"},
	{`\b(?:lets?) in whom\b`, "accepts the peers that"},
	{`\bnot before\b`, "only when"},
	{`\b(?:there|here)(?:of|upon|with|in)\b|\bhence\b|\bthence\b|\bwhence\b`, "name the thing"},
	{`\bfrom there on\b`, "after that"},
	{`\bso long as\b`, "as long as, while"},
	{`\bTest\w+ (?:holds|shows)\b`, "checks, compares"},
	{`\bfor ever\b`, "forever"},
	{`\bhears? of\b`, "learn of"},
	{`\blets? in\b`, "accept"},
	{`\bhas the same errors\b`, "returns the same errors"},
	{`\bwas made (?:from|with)\b`, "was generated from"},
	{`\bcalls? of (?:libzmq|C)(?:[ .,;:)]|$)`, "calls to libzmq, calls into C"},
	{`\balso where\b`, "even if"},
}

// notWords are phrases that a pattern above matches, and that are English all the same.
var notWords = regexp.MustCompile(`\bno (?:longer|more|less|such|way|doubt|need)\b|\bstands? in for\b`)

// plainEnglish are the files whose English has been revised. A directory includes the Go files and texts below it.
var plainEnglish = []string{
	"CHANGELOG.md", "CONTRIBUTING.md", "DESIGN.md", "Makefile", "README.md", "SECURITY.md",
	"bench", "cmd", "docs", "emitter", "examples", "generated", "golden_test", "headers", "internal", "parser", "templates", "zmq",
}

// TestWords checks that revised texts avoid what no native speaker would write.
func TestWords(t *testing.T) {
	var files []string
	for _, name := range plainEnglish {
		err := filepath.WalkDir(filepath.Join("..", name), func(path string, entry os.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() && slices.Contains([]string{".go", ".md", ".txt", ""}, filepath.Ext(path)) {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	patterns := make([]*regexp.Regexp, len(wordsToAvoid))
	for i, avoid := range wordsToAvoid {
		patterns[i] = regexp.MustCompile(avoid.pattern)
	}
	for _, file := range files {
		for _, text := range prose(readText(t, file), filepath.Ext(file)) {
			for i, pattern := range patterns {
				for _, at := range pattern.FindAllStringIndex(text, -1) {
					if !notWords.MatchString(text[at[0]:min(at[1]+10, len(text))]) && !strings.HasSuffix(text[:at[0]], "here ") {
						t.Errorf("%s: %q: write %s", file, text[max(0, at[0]-20):min(at[1]+20, len(text))], wordsToAvoid[i].instead)
					}
				}
			}
		}
	}
}

// codeBlock finds what is quoted in Markdown, and inline inlined code.
var (
	codeBlock  = regexp.MustCompile("(?ms)^```.*?^```$")
	codeInline = regexp.MustCompile("`[^`\n]*`")
)

// prose returns the paragraphs of a text, each on one line: of Go, the comments and strings.
func prose(text, extension string) []string {
	if extension == ".go" {
		return goProse(text)
	}
	text = codeInline.ReplaceAllString(codeBlock.ReplaceAllString(text, ""), "code")
	var paragraphs []string
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		paragraphs = append(paragraphs, strings.Join(strings.Fields(paragraph), " "))
	}
	return paragraphs
}

// goProse returns the comments of a Go file, each on one line, and its strings.
func goProse(text string) []string {
	var paragraphs []string
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return []string{text} // a template
	}
	for _, group := range file.Comments {
		for paragraph := range strings.SplitSeq(group.Text(), "\n\n") {
			paragraphs = append(paragraphs, strings.Join(strings.Fields(paragraph), " "))
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			paragraphs = append(paragraphs, literal.Value)
		}
		return true
	})
	return paragraphs
}
