// Short names for the generated schemas, so that pages do not depend on the generator's layout.
import type { components } from './schema';

type Schemas = components['schemas'];

export type Account = Schemas['Account'];
export type Availability = Schemas['Availability'];
/** A help request. Not named `Request`, which is the browser's own type. */
export type HelpRequest = Schemas['Request'];
export type Hour = Schemas['Hour'];
export type Lab = Schemas['Lab'];
/** A lab as everyone in it may see it: without the viewer's role and without counts. */
export type LabSummary = Schemas['LabSummary'];
/** Who is logged in, and what that person may do where. */
export type Me = Schemas['Me'];
export type Membership = Schemas['Membership'];
export type Notification = Schemas['Notification'];
/** The system asks the person to take a request. */
export type Offer = Schemas['Offer'];
export type Organisation = Schemas['Organisation'];
export type OwnSession = Schemas['OwnSession'];
/** How a lab's queue is run. */
export type Policy = Schemas['Policy'];
export type Role = Schemas['Role'];
/** Where a seat stands in the room. */
export type PlacedSeat = Schemas['PlacedSeat'];
/** When a queue opens and closes by itself. */
export type Schedule = Schemas['Schedule'];
export type Session = Schemas['Session'];
export type Spread = Schemas['Spread'];
export type Statistics = Schemas['Statistics'];
/** How long a request will probably wait. */
export type Wait = Schemas['Wait'];
export type Weekday = Schemas['Weekday'];
