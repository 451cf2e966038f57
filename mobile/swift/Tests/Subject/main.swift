import Foundation
import SubjectKit

// Reads requests from standard input, one a line, and answers them in order.
while let line = readLine() {
    FileHandle.standardOutput.write(Data((Subject.answer(line) + "\n").utf8))
}
