import { loadData } from '../understand-labels.ts'
import { givenMessages, labelledFiles } from '../understand-messages.ts'
import { timesOfReadings } from '../understand-timing.ts'

/** What reading a message costs, with the catalogue as it is and with 10,000 products. */
export function measureReadings(): string[] {
  const { catalogue, zones } = loadData(process.cwd())
  return timesOfReadings(catalogue, zones, givenMessages(labelledFiles()))
}
