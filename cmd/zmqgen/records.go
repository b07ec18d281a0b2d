package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/zmqgen/zmqgen/internal/output"
	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// readRecords reads the files of records in a directory, or none where it is "".
func readRecords(dir string) ([]pipeline.RecordFile, error) {
	if dir == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("--records: %w; name a directory with files of records, such as fork.txt", err)
	}
	var files []pipeline.RecordFile
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".txt") {
			continue
		}
		name := filepath.Join(dir, entry.Name())
		content, err := output.ReadRegular(name)
		if err != nil {
			return nil, fmt.Errorf("--records: %w", err)
		}
		files = append(files, pipeline.RecordFile{Name: filepath.ToSlash(name), Content: content})
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("--records: no file in %s ends in .txt; zmqgen symbols --missing prints records to begin with", dir)
	}
	return files, nil
}
