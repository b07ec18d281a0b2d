package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// maxFile limits how much of one file is read into memory. Files that zmqgen writes are smaller.
const maxFile = 16 << 20

// errNotRegular is the error of reading a device, a pipe or a directory.
var errNotRegular = errors.New("not a regular file")

// ReadRegular returns the content of a regular file of at most 16 MiB. Symbolic links are followed. A pipe or a
// device, to which a link in a cloned repository can lead, is an error and is not waited for.
func ReadRegular(name string) ([]byte, error) {
	return readRegular(name, os.Stat, os.OpenFile)
}

// readRegularIn is ReadRegular for a file in a directory, which links do not lead out of.
func readRegularIn(root *os.Root, name string) ([]byte, error) {
	return readRegular(name, root.Stat, root.OpenFile)
}

func readRegular(
	name string, stat func(string) (fs.FileInfo, error), open func(string, int, fs.FileMode) (*os.File, error),
) ([]byte, error) {
	// Opening alone has effects on some devices, so the file is first examined without opening it.
	info, err := stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errNotRegular}
	}
	file, err := open(name, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err = file.Stat(); err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "read", Path: name, Err: errNotRegular}
	}
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(content) > maxFile {
		err = &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("larger than %d MiB", maxFile>>20)}
	}
	return content, err
}
